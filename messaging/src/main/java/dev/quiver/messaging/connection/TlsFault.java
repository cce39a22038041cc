package dev.quiver.messaging.connection;

/** Why no encrypted connection to a broker came about. */
public enum TlsFault {
  /** No authority that we believe has signed the broker's certificate. */
  UNKNOWN_AUTHORITY,
  /** The broker's certificate is for other names than the one by which it was called. */
  OTHER_HOST,
  /** The broker's certificate has expired. */
  EXPIRED,
  /** The broker's certificate is not valid yet, or the clock here is wrong. */
  NOT_YET_VALID,
  /** The broker demands a certificate, and we have none. */
  CERTIFICATE_DEMANDED,
  /** The broker does not accept the certificate that we showed. */
  CERTIFICATE_REFUSED,
  /** The broker there does not encrypt. */
  NOT_ENCRYPTED,
  /** The broker there encrypts, and we did not. */
  ENCRYPTED,
  /** The two have no protocol in common, or something else stood in the way of the handshake. */
  HANDSHAKE,
  /** Our own files of certificates and keys cannot be used. */
  FILES
}
