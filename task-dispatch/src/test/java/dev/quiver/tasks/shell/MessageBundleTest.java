package dev.quiver.tasks.shell;

import dev.quiver.messaging.text.Bundles;
import org.junit.jupiter.api.Test;

class MessageBundleTest {

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() {
    Bundles.assertBothLanguages(MessageBundleTest.class);
  }
}
