package dev.quiver.broker;

import dev.quiver.broker.lock.FolderLockManager;
import dev.quiver.broker.lock.ZooKeeperLockManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What decides which of two brokers may serve that keep a data folder each and replicate: a lock
 * that only one of them can hold, and a number beside it that says whose data are the newest.
 */
public sealed interface PairLock {

  /** How a ZooKeeper is written where a folder can stand as well. */
  String ZOOKEEPER = "zookeeper://";

  /**
   * A folder of the machine on which both run; it also keeps what both must have in common: the
   * accounts and where the pair is reached.
   *
   * @param folder made if absent, for its owner alone
   */
  record InFolder(Path folder) implements PairLock {
    public InFolder {
      folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public String managerClass() {
      return FolderLockManager.class.getName();
    }

    @Override
    public Map<String, String> properties() {
      return Map.of(FolderLockManager.FOLDER, folder.resolve("locks").toString());
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /**
   * A ZooKeeper, for brokers on several machines.
   *
   * @param servers {@code host:port}, several with commas between
   * @param path below which the pair keeps its two entries, without a leading slash; another pair
   *     needs another one
   */
  record ZooKeeper(String servers, String path) implements PairLock {

    /**
     * How long a broker may be out of touch before another one may serve. ZooKeeper allows 2 to 20
     * of its ticks, which are of 2 s by default.
     */
    static final int SESSION_MS = 6_000;

    /**
     * After how long without an answer a broker gives up; what is left of the session is for it to
     * stop in.
     */
    static final int GIVE_UP_MS = 4_500;

    @Override
    public String managerClass() {
      return ZooKeeperLockManager.class.getName();
    }

    @Override
    public Map<String, String> properties() {
      return Map.of(
          ZooKeeperLockManager.SERVERS,
          servers,
          ZooKeeperLockManager.PATH,
          path,
          ZooKeeperLockManager.SESSION_MS,
          Integer.toString(SESSION_MS),
          ZooKeeperLockManager.GIVE_UP_MS,
          Integer.toString(GIVE_UP_MS));
    }

    @Override
    public String toString() {
      return ZOOKEEPER + servers + "/" + path;
    }
  }

  /** Artemis' class that keeps the lock. */
  String managerClass();

  /** What that class is told. */
  Map<String, String> properties();

  /**
   * Reads {@code zookeeper://HOST:PORT,HOST:PORT/PATH} or a folder.
   *
   * @param defaultPath what a ZooKeeper without a path gets
   * @throws BrokerStartException.BadConfig if it is neither
   */
  static PairLock parse(String text, String defaultPath) {
    if (!text.startsWith(ZOOKEEPER)) {
      if (text.isBlank() || text.contains("://")) {
        throw new BrokerStartException.BadConfig(
            "lock",
            "\""
                + text
                + "\" is no lock of a pair: give a folder of this machine, or "
                + ZOOKEEPER
                + "HOST:PORT,HOST:PORT,HOST:PORT",
            text);
      }
      return new InFolder(Path.of(text));
    }
    Matcher matcher = Syntax.SERVERS.matcher(text.substring(ZOOKEEPER.length()));
    if (!matcher.matches()) {
      throw new BrokerStartException.BadConfig(
          "zookeeper",
          "\""
              + text
              + "\" is not where a ZooKeeper can be reached: write "
              + ZOOKEEPER
              + "HOST:PORT, or several with commas between, and a path after a slash if more pairs"
              + " use it",
          text);
    }
    for (String each : matcher.group(1).split(",", -1)) {
      HostPort.parse(each);
    }
    String path = matcher.group(2);
    return new ZooKeeper(matcher.group(1), path == null ? defaultPath : path);
  }

  /** What is allowed. */
  final class Syntax {
    private static final Pattern SERVERS =
        Pattern.compile("([^/]+)(?:/([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*))?/?");

    private Syntax() {}
  }
}
