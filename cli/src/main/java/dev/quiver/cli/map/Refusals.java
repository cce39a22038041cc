package dev.quiver.cli.map;

import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.tasks.client.PayloadTooLargeException;
import dev.quiver.tasks.client.PayloadUnreadableException;
import dev.quiver.tasks.client.SubmitUnknownException;
import dev.quiver.tasks.client.TaskUnsendableException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Which refusals are about one input, and which about all. */
final class Refusals {

  private Refusals() {}

  /**
   * Why this one input was not taken; empty if the others would not be taken either.
   *
   * @param explain puts it into words for whoever reads the results
   */
  static Optional<String> ofOneInput(Throwable refused, Function<Throwable, String> explain) {
    Throwable why =
        refused instanceof CompletionException && refused.getCause() != null
            ? refused.getCause()
            : refused;
    boolean one =
        why instanceof PayloadTooLargeException
            || why instanceof PayloadUnreadableException
            || why instanceof TaskUnsendableException
            || why instanceof SubmitUnknownException
            || (why instanceof RefusedByBrokerException broker
                && broker.reason().equals("message-too-large"));
    return one ? Optional.of(explain.apply(why)) : Optional.empty();
  }
}
