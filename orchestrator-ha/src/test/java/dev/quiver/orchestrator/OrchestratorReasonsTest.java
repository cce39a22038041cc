package dev.quiver.orchestrator;

import dev.quiver.messaging.text.BundlesAgree;
import dev.quiver.messaging.text.SayingsAgree;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OrchestratorReasonsTest {

  @Test
  void everyReasonIsKnownInBothLanguages() {
    BundlesAgree.check(OrchestratorReasons.class);
    BundlesAgree.checkUse(
        OrchestratorReasons.class, Path.of("src/main/java"), "OrchestratorReasons.say");
    SayingsAgree.check(OrchestratorReasons.SAYINGS, OrchestratorReasons.class);
  }
}
