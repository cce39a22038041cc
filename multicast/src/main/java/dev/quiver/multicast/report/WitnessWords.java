package dev.quiver.multicast.report;

import dev.quiver.messaging.text.Messages;
import dev.quiver.multicast.Property;
import dev.quiver.multicast.check.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells people what a property is called, and where it was broken first. */
public final class WitnessWords {

  private final Messages text;

  public WitnessWords(Locale locale) {
    this.text = Messages.of(WitnessWords.class, locale);
  }

  /** What it is called; {@link Property#label} is its name for programs. */
  public String nameOf(Property property) {
    return text.format("property." + property.label());
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
