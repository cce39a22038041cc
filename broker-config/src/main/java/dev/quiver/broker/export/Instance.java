package dev.quiver.broker.export;

import dev.quiver.broker.BrokerStartException;
import dev.quiver.broker.BrokerXml;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.Configuration;

/**
 * The folder of a broker that {@code artemis create} has made, or one like it. Only read here.
 *
 * @param xml its {@code etc/broker.xml}
 * @param users its {@code etc/artemis-users.properties}, empty if it has none
 * @param roles its {@code etc/artemis-roles.properties}, likewise
 */
public record Instance(String xml, String users, String roles) {

  /** The file of users. */
  public static final String USERS = "artemis-users.properties";

  /** The file of their roles. */
  public static final String ROLES = "artemis-roles.properties";

  /** The description of the broker. */
  public static final String XML = "broker.xml";

  private static final Pattern PLUGINS =
      Pattern.compile("(?s)<broker-plugins>.*?</broker-plugins>");

  /**
   * Reads it.
   *
   * @throws IOException if it has no {@code etc/broker.xml} that can be read
   * @throws BrokerStartException.BadConfig if Artemis could not read that
   */
  public static Instance read(Path folder) throws IOException {
    Path etc = folder.resolve("etc");
    Instance read =
        new Instance(
            Files.readString(etc.resolve(XML)),
            orNone(etc.resolve(USERS)),
            orNone(etc.resolve(ROLES)));
    read.configuration();
    return read;
  }

  private static String orNone(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException absent) {
      return "";
    }
  }

  /** What Artemis makes of its description, without plugins: their classes are only there. */
  Configuration configuration() {
    return BrokerXml.parse(PLUGINS.matcher(Marked.outsideComments(xml)).replaceAll(""));
  }

  /** Whether it has that plugin. */
  boolean hasPlugin(String className) {
    return Marked.outsideComments(xml).contains("\"" + className + "\"");
  }

  /** What it is without what an export has put into it. */
  Instance without(String namespace) {
    Marked marked = new Marked(namespace);
    return new Instance(
        marked.removedFromXml(xml),
        marked.removedFromProperties(users),
        marked.removedFromProperties(roles));
  }

  /** The entries of a file of users or roles. */
  static Map<String, String> entries(String file) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(file));
    } catch (IOException impossible) {
      throw new IllegalStateException("a text cannot be read", impossible);
    }
    Map<String, String> entries = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
    return entries;
  }
}
