package dev.quiver.broker;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a broker of ours did not start. The message says in English what happened and how to mend it;
 * by the key it is said in other languages.
 */
public abstract sealed class BrokerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final String[] values;

  private BrokerStartException(
      String key, String message, @Nullable Throwable cause, String... values) {
    super(message, cause);
    this.key = key;
    this.values = values.clone();
  }

  /** What is wrong, in lower-case words with dashes. */
  public final String key() {
    return key;
  }

  /** What it is about. */
  public final String[] values() {
    return values.clone();
  }

  /** Something else listens on that port. */
  public static final class PortTaken extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    PortTaken(String host, int port, Throwable cause) {
      super(
          "port-taken",
          "port "
              + port
              + " on "
              + host
              + " is taken: stop what listens there, or choose another port (0 takes any free"
              + " one)",
          cause,
          Integer.toString(port));
    }
  }

  /** This machine has no such address to listen on. */
  public static final class HostUnusable extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    HostUnusable(String host, Throwable cause) {
      super(
          "host",
          "cannot listen on the address "
              + host
              + " ("
              + cause.getMessage()
              + "): use an address of this machine, such as 127.0.0.1",
          cause,
          host,
          String.valueOf(cause.getMessage()));
    }
  }

  /** Another broker runs on that data folder. */
  public static final class DataFolderInUse extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    DataFolderInUse(Path folder) {
      super(
          "folder-in-use",
          "the data folder "
              + folder
              + " is in use by another broker: stop that one, or choose another folder",
          null,
          folder.toString());
    }
  }

  /** The data folder cannot be made, read or written, or what lies in it is not ours. */
  public static final class DataFolderUnusable extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    DataFolderUnusable(String key, Path folder, String why, @Nullable Throwable cause) {
      super(
          key,
          "the data folder " + folder + " cannot be used: " + why,
          cause,
          folder.toString(),
          String.valueOf(cause));
    }
  }

  /** A file of the folder for TLS is not there, or not what it must be. */
  public static final class TlsUnusable extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Fault {
      ABSENT("it is not there"),
      UNREADABLE("this user may not read it"),
      DAMAGED("it is damaged"),
      NO_CERTIFICATE("it has no certificate in it"),
      NO_KEY("it has no private key in it"),
      EXPIRED("its certificate has expired"),
      NOT_YET_VALID("its certificate is not valid yet");

      private final String words;

      Fault(String words) {
        this.words = words;
      }
    }

    private final Fault fault;

    TlsUnusable(Path file, Fault fault) {
      super(
          "tls-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          "the broker cannot be encrypted with "
              + file
              + ": "
              + fault.words
              + "; \"quiver certs\" makes and renews such files",
          null,
          file.toString());
      this.fault = fault;
    }

    /** What is wrong with it. */
    public Fault fault() {
      return fault;
    }
  }

  /** A setting that cannot be. */
  public static final class BadConfig extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    BadConfig(String key, String message, String... values) {
      super(key, message, null, values);
    }

    BadConfig(String key, String message, Throwable cause, String... values) {
      super(key, message, cause, values);
    }
  }

  /** The broker itself failed while starting; the cause says more. */
  public static final class Failed extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    Failed(Path folder, Throwable cause) {
      super(
          "failed",
          "the broker on the data folder "
              + folder
              + " did not start: "
              + cause
              + ". Its data was left as it is; if the message names the journal, the disk may have"
              + " been damaged: restore the folder from a copy",
          cause,
          folder.toString(),
          String.valueOf(cause));
    }
  }
}
