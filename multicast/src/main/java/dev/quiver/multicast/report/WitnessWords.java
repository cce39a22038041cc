package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.check.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells people where a property was broken first. */
public final class WitnessWords {

  private final Messages text;

  public WitnessWords(Locale locale) {
    this.text = Messages.of(WitnessWords.class, locale);
  }

  /** In one sentence; empty if it was not broken. */
  public String of(Finding.@Nullable Witness first) {
    if (first == null) {
      return "";
    }
    String words =
        text.format(
            "witness." + first.kind().name().toLowerCase(Locale.ROOT),
            first.peer(),
            first.message().toString(),
            first.position(),
            String.valueOf(first.other()));
    return first.otherPeer() == 0
        ? words
        : words + text.format("witness.unlike", first.otherPeer());
  }
}
