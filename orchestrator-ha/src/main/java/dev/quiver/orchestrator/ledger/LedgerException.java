package dev.quiver.orchestrator.ledger;

/** A ledger cannot be used; the message says why and what to do. */
public abstract sealed class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LedgerException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the file holds is not a ledger that can be read. */
  public static final class Corrupt extends LedgerException {
    private static final long serialVersionUID = 1L;

    Corrupt(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Another process has the file open. */
  public static final class InUse extends LedgerException {
    private static final long serialVersionUID = 1L;

    InUse(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The file cannot be opened or written: no such folder, no permission, no space. */
  public static final class Unusable extends LedgerException {
    private static final long serialVersionUID = 1L;

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
