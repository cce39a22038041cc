package dev.quiver.messaging.connection;

import dev.quiver.messaging.text.Sayings;
import java.util.List;

/**
 * It is not clear which brokers are in the cluster, so that nobody can say on which of them a thing
 * is of which there must be only one.
 */
public final class ClusterUnclearException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  private ClusterUnclearException(String message) {
    super(message, null);
  }

  static ClusterUnclearException noMember(List<String> servers) {
    return new ClusterUnclearException(
        Sayings.ofMessaging().say("failure.cluster.none", String.join(", ", servers)));
  }

  static ClusterUnclearException disagree(String one, List<String> ofOne, List<String> others) {
    return new ClusterUnclearException(
        Sayings.ofMessaging()
            .say(
                "failure.cluster.disagree",
                one,
                String.join(", ", ofOne),
                String.join(", ", others)));
  }
}
