package dev.quiver.messaging.text;

import java.text.Format;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of one package in one language, from {@code messages.properties} (English) and {@code
 * messages_pt.properties} (Portuguese) beside its classes, in UTF-8.
 *
 * <p>A text's places are those of {@link MessageFormat}: <code>{0}</code>, <code>{1,number}</code>.
 * Two things differ, since both are traps: an apostrophe is just an apostrophe, and <code>{0}
 * </code> shows a whole number as it is, so that a port is 61616 in every language; <code>
 * {0,number}</code> groups its digits.
 */
public final class Messages {

  private static final Logger LOG = LoggerFactory.getLogger(Messages.class);

  private final ResourceBundle bundle;
  private final Locale locale;

  private Messages(ResourceBundle bundle, Locale locale) {
    this.bundle = bundle;
    this.locale = locale;
  }

  /**
   * The texts of a package; English if there is none in that language.
   *
   * @param anchor any class of the package
   * @throws IllegalStateException if the package has no texts
   */
  public static Messages of(Class<?> anchor, Locale locale) {
    String name = anchor.getPackageName() + ".messages";
    ClassLoader loader = anchor.getClassLoader();
    try {
      ResourceBundle bundle =
          ResourceBundle.getBundle(
              name,
              locale,
              loader == null ? ClassLoader.getSystemClassLoader() : loader,
              ResourceBundle.Control.getNoFallbackControl(
                  ResourceBundle.Control.FORMAT_PROPERTIES));
      return new Messages(bundle, locale);
    } catch (MissingResourceException e) {
      throw new IllegalStateException(
          "there is no " + name.replace('.', '/') + ".properties on the class path", e);
    }
  }

  /** In which language the caller asked for them. */
  public Locale locale() {
    return locale;
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  Set<String> keys() {
    return bundle.keySet();
  }

  /** The text of a key that is there, its places empty. */
  String pattern(String key) {
    return bundle.getString(key);
  }

  /**
   * The text of that key with its places filled. A text that is missing is logged and shown as its
   * key: never a failure within the words that tell of one.
   */
  public String format(String key, Object... args) {
    String pattern;
    try {
      pattern = bundle.getString(key);
    } catch (MissingResourceException e) {
      LOG.error("no text for {} in {}", key, bundle.getBaseBundleName());
      return args.length == 0 ? key : key + " " + java.util.Arrays.toString(args);
    }
    return fill(pattern, locale, args);
  }

  static String fill(String pattern, Locale locale, Object... args) {
    if (args.length == 0 && pattern.indexOf('{') < 0) {
      return pattern;
    }
    MessageFormat format = new MessageFormat(pattern.replace("'", "''"), locale);
    Format[] formats = format.getFormatsByArgumentIndex();
    Object[] shown = args.clone();
    for (int i = 0; i < shown.length; i++) {
      boolean plain = i >= formats.length || formats[i] == null;
      if (plain && (shown[i] instanceof Integer || shown[i] instanceof Long)) {
        shown[i] = shown[i].toString();
      }
    }
    return format.format(shown);
  }
}
