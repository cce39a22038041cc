package dev.quiver.cli.map;

import dev.quiver.cli.output.Output;
import dev.quiver.messaging.text.Printable;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Results for people: input, tab, result; a result of several lines stands under its input's name,
 * as {@code head} and {@code tail} have it. Failures are told elsewhere.
 */
final class TextSink implements ResultSink {

  private final Output out;
  private final boolean watched;

  /**
   * @param watched whether it goes to a terminal, which no result may take over
   */
  TextSink(Output out, boolean watched) {
    this.out = out;
    this.watched = watched;
  }

  @Override
  public void write(MapResult result) {
    String name = Printable.harmless(result.input().name());
    Payload payload = result.result();
    if (payload instanceof Payload.Text text) {
      String body = withoutLastLineEnd(text.text());
      if (body.indexOf('\n') < 0) {
        out.line(name + "\t" + shown(body));
      } else {
        out.line("==> " + name + " <==");
        out.line(shown(body));
      }
    } else if (payload != null) {
      out.line("==> " + name + " <==");
      copy(payload);
      out.line("");
    }
  }

  private void copy(Payload payload) {
    try (InputStream in = payload.open()) {
      if (watched) {
        out.line(shown(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
      } else {
        out.copy(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String shown(String text) {
    return watched ? Printable.harmlessLines(text) : text;
  }

  private static String withoutLastLineEnd(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }
}
