package dev.quiver.messaging.connection;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds out what Java means by a failed handshake: it says it by classes, causes and words. */
final class TlsFaults {

  private static final String ALERT = "received fatal alert: ";

  /** What a server says to a certificate that it does not like, or misses. */
  private static final Pattern OURS =
      Pattern.compile(
          ALERT
              + "(bad_certificate|certificate_required|certificate_unknown|certificate_expired"
              + "|certificate_revoked|unsupported_certificate|unknown_ca|access_denied)");

  private static final Pattern HOST = Pattern.compile("no subject alternative|no name matching");

  private static final Pattern AUTHORITY =
      Pattern.compile("pkix path|unable to find valid certification path|trust anchor");

  private static final Pattern NO_TLS =
      Pattern.compile(
          "unsupported or unrecognized ssl message|plaintext connection"
              + "|remote host terminated the handshake|peer shut down incorrectly"
              + "|connection reset|broken pipe");

  private TlsFaults() {}

  /**
   * @param shown whether we had a certificate to show
   */
  static TlsFault of(Throwable failure, boolean shown) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof CertificateExpiredException) {
        return TlsFault.EXPIRED;
      }
      if (at instanceof CertificateNotYetValidException) {
        return TlsFault.NOT_YET_VALID;
      }
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String words = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
      if (OURS.matcher(words).find()) {
        return shown ? TlsFault.CERTIFICATE_REFUSED : TlsFault.CERTIFICATE_DEMANDED;
      }
      if (HOST.matcher(words).find()) {
        return TlsFault.OTHER_HOST;
      }
      if (at instanceof CertPathBuilderException
          || at instanceof CertPathValidatorException
          || AUTHORITY.matcher(words).find()) {
        return TlsFault.UNKNOWN_AUTHORITY;
      }
      if (NO_TLS.matcher(words).find()) {
        return TlsFault.NOT_ENCRYPTED;
      }
    }
    return TlsFault.HANDSHAKE;
  }

  /** The innermost words, which say the most. */
  static String words(Throwable failure) {
    String words = failure.getClass().getSimpleName();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getMessage() != null) {
        words = at.getMessage();
      }
    }
    return words;
  }
}
