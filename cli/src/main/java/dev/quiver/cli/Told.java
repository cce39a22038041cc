package dev.quiver.cli;

import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.orchestrator.OrchestratorReasons;
import java.util.Locale;

/**
 * What brokers, orchestrators and workers of Quiver say as data, such as the reason of an outcome:
 * English as it comes, in the reader's language here.
 */
final class Told {

  private static final Sayings SAYINGS =
      Sayings.of(QuiverPlugin.class, OrchestratorReasons.SAYINGS);

  private Told() {}

  /** The same in that language if it is a saying of ours; else as it is. */
  static String in(Locale locale, String said) {
    return SAYINGS.in(locale, said);
  }
}
