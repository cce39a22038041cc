package dev.quiver.cli.map;

import dev.quiver.messaging.text.Messages;
import dev.quiver.tasks.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Makes the payload of an input: short text is read now, everything else when it is sent. */
final class InputReader {

  private final long maxBytes;
  private final Messages text;

  /**
   * @param maxBytes the longest input that is sent
   */
  InputReader(long maxBytes, Messages text) {
    this.maxBytes = maxBytes;
    this.text = text;
  }

  /**
   * Its payload.
   *
   * @throws UnusableInputException if it cannot be sent, with words for people
   */
  Payload read(MapInput input) throws UnusableInputException {
    try {
      Path path = Path.of(input.name());
      BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
      if (facts.isDirectory()) {
        throw new UnusableInputException(text.format("map.input.directory"));
      }
      if (!facts.isRegularFile()) {
        throw new UnusableInputException(text.format("map.input.special"));
      }
      if (facts.size() > maxBytes) {
        throw new UnusableInputException(text.format("map.input.tooLarge", facts.size(), maxBytes));
      }
      if (!Files.isReadable(path)) {
        throw new UnusableInputException(text.format("map.input.denied"));
      }
      if (facts.size() > Payload.MAX_INLINE_CHARS) {
        return new Payload.Streamed(() -> Files.newInputStream(path), facts.size());
      }
      return inline(Files.readAllBytes(path));
    } catch (InvalidPathException e) {
      throw new UnusableInputException(text.format("map.input.noPath", e.getReason()));
    } catch (NoSuchFileException e) {
      // What stands in a name for bytes that are no UTF-8; Java cannot open such a file.
      boolean replaced = input.name().indexOf('\uFFFD') >= 0;
      throw new UnusableInputException(
          text.format(replaced ? "map.input.nameNotUtf8" : "map.input.absent"));
    } catch (AccessDeniedException e) {
      throw new UnusableInputException(text.format("map.input.denied"));
    } catch (IOException e) {
      throw new UnusableInputException(text.format("map.input.failed", e.toString()));
    }
  }

  /** Text if it is text, else the very bytes: whether that will do is for the handler to say. */
  private static Payload inline(byte[] bytes) {
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      if (decoded.length() <= Payload.MAX_INLINE_CHARS) {
        return new Payload.Text(decoded);
      }
    } catch (CharacterCodingException notText) {
      // Falls through: bytes travel as bytes.
    }
    return new Payload.Streamed(() -> new java.io.ByteArrayInputStream(bytes), bytes.length);
  }

  /** An input that cannot be sent. */
  static final class UnusableInputException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableInputException(String words) {
      super(words);
    }

    /** Why, in the reader's language. */
    String words() {
      return String.valueOf(getMessage());
    }
  }
}
