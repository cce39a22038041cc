package dev.quiver.messaging.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What programs of ours say to each other, such as why a task failed. It is data and so English, in
 * messages, logs and JSON; who shows it to people looks here for what it is in their language. So a
 * reader needs no more than the text, however old it is, and what somebody else said, such as a
 * handler that is not ours, stays as it was said.
 *
 * <p>The texts are those of one package, and each has words enough to be known by. What fills a
 * place may itself be a saying, except between quotation marks, where it is what somebody gave.
 */
public final class Sayings {

  private static final int DEEPEST = 4;

  /** What a value is called has its own words, and they are ordinary ones: known there alone. */
  private static final String NAME = "name.";

  private static final String VALUE = "value.";

  private final Class<?> anchor;
  private final Messages english;
  private final List<Saying> sayings = new ArrayList<>();
  private final Map<Locale, Messages> others = new ConcurrentHashMap<>();
  private final List<Sayings> family = new ArrayList<>();

  private Sayings(Class<?> anchor) {
    this.anchor = anchor;
    this.english = Messages.of(anchor, Locale.ENGLISH);
    for (String key : english.keys()) {
      sayings.add(Saying.of(key, english.pattern(key)));
    }
    // The one that leaves the least to chance comes first.
    sayings.sort(Comparator.comparingInt(Saying::letters).reversed().thenComparing(Saying::key));
    family.add(this);
  }

  /**
   * The sayings of a package.
   *
   * @param anchor any class of the package
   * @param known what is said elsewhere and may be repeated or found in these
   */
  public static Sayings of(Class<?> anchor, Sayings... known) {
    Sayings sayings = new Sayings(anchor);
    for (Sayings each : known) {
      each.family.stream()
          .filter(one -> !sayings.family.contains(one))
          .forEach(sayings.family::add);
    }
    return sayings;
  }

  /** What of this package connections, codecs and values say. */
  public static Sayings ofMessaging() {
    return Messaging.SAYINGS;
  }

  private static final class Messaging {
    static final Sayings SAYINGS = of(Sayings.class);
  }

  /** The saying of that key with its places filled, in English: what is sent and logged. */
  public String say(String key, @Nullable Object... values) {
    return english.format(key, values);
  }

  /** The same in that language if it is one of ours; else as it is. */
  public String in(Locale locale, String said) {
    return locale.getLanguage().equals(Locale.ENGLISH.getLanguage())
        ? said
        : in(locale, said, "", 1);
  }

  private String in(Locale locale, String said, String within, int depth) {
    for (Sayings each : family) {
      for (Saying one : each.sayings) {
        boolean fits = !one.key().startsWith(NAME) || within.startsWith(VALUE);
        String[] values = fits ? one.values(said) : null;
        if (values != null) {
          return each.words(this, locale, one, values, depth);
        }
      }
    }
    return cutShort(locale, said, depth);
  }

  /** What was cut short is the saying that has most of its words in it, if it is one alone. */
  private String cutShort(Locale locale, String said, int depth) {
    Sayings owner = this;
    Saying.Beginning best = null;
    boolean isAlone = true;
    for (Sayings each : family) {
      for (Saying one : each.sayings) {
        Saying.Beginning begun = one.beginning(said);
        if (begun != null && (best == null || begun.letters() >= best.letters())) {
          isAlone = best == null || begun.letters() > best.letters();
          best = begun;
          owner = each;
        }
      }
    }
    return best == null || !isAlone
        ? said
        : owner.words(this, locale, best.saying(), best.values().toArray(String[]::new), depth);
  }

  private String words(Sayings whole, Locale locale, Saying saying, String[] values, int depth) {
    for (int i = 0; i < values.length && depth < DEEPEST; i++) {
      if (!saying.isQuoted(i)) {
        values[i] = whole.in(locale, values[i], saying.key(), depth + 1);
      }
    }
    return others
        .computeIfAbsent(locale, one -> Messages.of(anchor, one))
        .format(saying.key(), (Object[]) values);
  }
}
