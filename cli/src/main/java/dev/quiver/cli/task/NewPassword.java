package dev.quiver.cli.task;

import java.security.SecureRandom;
import java.util.Base64;

/** Draws passwords that nobody can guess. */
final class NewPassword {

  private static final int BYTES = 18;

  private NewPassword() {}

  /** 144 random bits, as letters, digits, dashes and underscores. */
  static String random() {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }
}
