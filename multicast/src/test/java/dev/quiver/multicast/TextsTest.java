package dev.quiver.multicast;

import dev.quiver.messaging.text.Bundles;
import dev.quiver.multicast.log.PeerLog;
import dev.quiver.multicast.report.MatrixReport;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void everyWordIsThereInBothLanguages() {
    Bundles.assertBothLanguages(PeerLog.class);
    Bundles.assertBothLanguages(MatrixReport.class);
  }
}
