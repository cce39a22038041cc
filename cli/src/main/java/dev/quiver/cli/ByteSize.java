package dev.quiver.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A number of bytes as people write it: {@code 500}, {@code 64k}, {@code 200m}, {@code 2g}.
 *
 * @param bytes one or more
 */
public record ByteSize(long bytes) {

  private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,8})([kmg]?)(i?b)?");

  /** Reads one from the command line. */
  static ITypeConverter<ByteSize> converter(CommandContext context) {
    return value -> {
      Matcher matcher = WRITTEN.matcher(value.toLowerCase(Locale.ROOT));
      if (!matcher.matches()) {
        throw new BadValueException(context.text().format("usage.size"));
      }
      long number = Long.parseLong(matcher.group(1));
      return new ByteSize(
          switch (matcher.group(2)) {
            case "k" -> number << 10;
            case "m" -> number << 20;
            case "g" -> number << 30;
            default -> number;
          });
    };
  }

  /** The number of bytes, which every converter reads. */
  @Override
  public String toString() {
    return Long.toString(bytes);
  }
}
