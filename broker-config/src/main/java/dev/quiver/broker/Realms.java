package dev.quiver.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The login configurations of all brokers in this process. Java knows one for the whole process,
 * and Artemis' user management asks that one; so each broker's realm has a name of its own, and
 * what is not ours is left to whatever was there before.
 */
final class Realms extends Configuration {

  private static final Map<String, Configuration> OURS = new ConcurrentHashMap<>();

  private final @Nullable Configuration before;

  private Realms(@Nullable Configuration before) {
    this.before = before;
  }

  static synchronized void add(String realm, Configuration configuration) {
    OURS.put(realm, configuration);
    Configuration current = current();
    if (!(current instanceof Realms)) {
      Configuration.setConfiguration(new Realms(current));
    }
  }

  static void remove(String realm) {
    OURS.remove(realm);
  }

  private static @Nullable Configuration current() {
    try {
      return Configuration.getConfiguration();
    } catch (SecurityException noneConfigured) {
      return null;
    }
  }

  @Override
  public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
    Configuration ours = OURS.get(name);
    if (ours != null) {
      return ours.getAppConfigurationEntry(name);
    }
    return before == null ? null : before.getAppConfigurationEntry(name);
  }
}
