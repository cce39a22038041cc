package dev.quiver.broker;

import java.nio.file.Path;

/** Why a broker of ours did not start; the message says what happened and how to mend it. */
public abstract sealed class BrokerStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private BrokerStartException(String message, Throwable cause) {
    super(message, cause);
  }

  private BrokerStartException(String message) {
    super(message);
  }

  /** Something else listens on that port. */
  public static final class PortTaken extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    private final int port;

    PortTaken(String host, int port, Throwable cause) {
      super(
          "port "
              + port
              + " on "
              + host
              + " is taken: stop what listens there, or choose another port (0 takes any free"
              + " one)",
          cause);
      this.port = port;
    }

    /** The port that was asked for. */
    public int port() {
      return port;
    }
  }

  /** This machine has no such address to listen on. */
  public static final class HostUnusable extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    HostUnusable(String host, Throwable cause) {
      super(
          "cannot listen on the address "
              + host
              + " ("
              + cause.getMessage()
              + "): use an address of this machine, such as 127.0.0.1",
          cause);
    }
  }

  /** Another broker runs on that data folder. */
  public static final class DataFolderInUse extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    private final String folder;

    DataFolderInUse(Path folder) {
      super(
          "the data folder "
              + folder
              + " is in use by another broker: stop that one, or choose another folder");
      this.folder = folder.toString();
    }

    /** The folder that was asked for. */
    public String folder() {
      return folder;
    }
  }

  /** The data folder cannot be made, read or written, or what lies in it is not ours. */
  public static final class DataFolderUnusable extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    DataFolderUnusable(Path folder, String why, Throwable cause) {
      super("the data folder " + folder + " cannot be used: " + why, cause);
    }

    DataFolderUnusable(Path folder, String why) {
      super("the data folder " + folder + " cannot be used: " + why);
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

    private final String file;
    private final Fault fault;

    TlsUnusable(Path file, Fault fault) {
      super(
          "the broker cannot be encrypted with "
              + file
              + ": "
              + fault.words
              + "; \"quiver certs\" makes and renews such files");
      this.file = file.toString();
      this.fault = fault;
    }

    /** The file. */
    public String file() {
      return file;
    }

    /** What is wrong with it. */
    public Fault fault() {
      return fault;
    }
  }

  /** A setting that cannot be. */
  public static final class BadConfig extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    BadConfig(String message) {
      super(message);
    }

    BadConfig(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The broker itself failed while starting; the cause says more. */
  public static final class Failed extends BrokerStartException {
    private static final long serialVersionUID = 1L;

    Failed(Path folder, Throwable cause) {
      super(
          "the broker on the data folder "
              + folder
              + " did not start: "
              + cause
              + ". Its data was left as it is; if the message names the journal, the disk may have"
              + " been damaged: restore the folder from a copy",
          cause);
    }
  }
}
