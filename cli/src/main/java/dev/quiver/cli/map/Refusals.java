package dev.quiver.cli.map;

import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.tasks.client.PayloadTooLargeException;
import dev.quiver.tasks.client.PayloadUnreadableException;
import dev.quiver.tasks.client.SubmitUnknownException;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Which refusals are about one input, and which about all. */
final class Refusals {

  private Refusals() {}

  /** Why this one input was not taken; empty if the others would not be taken either. */
  static Optional<String> ofOneInput(Throwable refused) {
    Throwable why =
        refused instanceof CompletionException && refused.getCause() != null
            ? refused.getCause()
            : refused;
    boolean one =
        why instanceof PayloadTooLargeException
            || why instanceof PayloadUnreadableException
            || why instanceof SubmitUnknownException
            || (why instanceof RefusedByBrokerException broker
                && broker.reason().equals("message-too-large"));
    return one ? Optional.of(String.valueOf(why.getMessage())) : Optional.empty();
  }
}
