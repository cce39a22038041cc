package dev.quiver.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.utils.XMLUtil;
import org.w3c.dom.Element;

/** The profile {@code broker.xml}: substitutes what differs, and reads it as Artemis does. */
final class BrokerXml {

  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Za-z.]+)}");

  private BrokerXml() {}

  /** The profile with the values of this configuration. */
  static String render(BrokerConfig config) {
    return substitute(profile(), values(config));
  }

  /** What Artemis makes of it. */
  static Configuration parse(String xml) {
    Configuration configuration = new ConfigurationImpl();
    try {
      Element root = XMLUtil.readerToElement(new StringReader(xml));
      Element core = (Element) root.getElementsByTagName("core").item(0);
      new FileConfigurationParser().parseMainConfig(core, configuration);
    } catch (Exception cause) {
      throw new BrokerStartException.BadConfig(
          "the broker's configuration cannot be read: " + cause.getMessage(), cause);
    }
    return configuration;
  }

  static Map<String, String> values(BrokerConfig config) {
    return Map.of(
        "quiver.name", config.namespace(),
        "quiver.namespace", config.namespace(),
        "quiver.data", config.dataFolder().toString(),
        "quiver.host", config.host().contains(":") ? "[" + config.host() + "]" : config.host(),
        "quiver.port", Integer.toString(config.port()),
        "quiver.globalMaxSize", Long.toString(config.limits().globalMaxSize()),
        "quiver.minDiskFree", Long.toString(config.limits().minDiskFree()),
        "quiver.jmx", "false");
  }

  static String substitute(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalStateException(
                    "broker.xml asks for " + place.group() + ", which nothing supplies");
              }
              return Matcher.quoteReplacement(escape(value));
            });
  }

  private static String profile() {
    try (InputStream in = BrokerXml.class.getResourceAsStream("broker.xml")) {
      if (in == null) {
        throw new IllegalStateException("broker.xml is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException cause) {
      throw new IllegalStateException("broker.xml cannot be read from the program", cause);
    }
  }

  private static String escape(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
