package dev.quiver.messaging;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives every awaited condition a minute. A machine with much to do is slow; what is awaited comes
 * nevertheless, and a test that passes waits no longer for it.
 *
 * <p>JUnit finds it by itself in every module that has this module's tests on its class path.
 */
public final class PatientWaits implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
  }
}
