package dev.quiver.messaging.connection;

/**
 * Which Quiver a session is of: its metadata say it, so that an admin sees who has not been
 * updated.
 */
public final class ClientVersion {

  /** The name of the metadata. */
  public static final String KEY = "quiver-version";

  private ClientVersion() {}

  /** The number, from the jar; from the class folder of a build there is none. */
  public static String current() {
    String number = ClientVersion.class.getPackage().getImplementationVersion();
    return number == null ? "development" : number;
  }
}
