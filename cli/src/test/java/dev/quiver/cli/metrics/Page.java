package dev.quiver.cli.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in the text format of Prometheus, read. */
public final class Page {

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z0-9_:]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z0-9_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line with a value. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  private final Map<String, String> types = new TreeMap<>();
  private final List<Sample> samples = new ArrayList<>();

  /** Reads it; every line must be one of the format. */
  public Page(String text) {
    for (String line : text.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      } else if (sample.matches()) {
        samples.add(
            new Sample(
                sample.group(1), labels(sample.group(2)), Double.parseDouble(sample.group(3))));
      } else if (!line.startsWith("# HELP ")) {
        throw new AssertionError("this is no line of the format: " + line);
      }
    }
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new TreeMap<>();
    Matcher each = LABEL.matcher(text == null ? "" : text);
    while (each.find()) {
      labels.put(each.group(1), each.group(2));
    }
    return labels;
  }

  public List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The value of the only sample of that name with these labels, in turn name and value. */
  public double value(String name, String... labels) {
    List<Sample> found =
        samples.stream()
            .filter(each -> each.name().equals(name))
            .filter(
                each -> {
                  for (int i = 0; i < labels.length; i += 2) {
                    if (!labels[i + 1].equals(each.labels().get(labels[i]))) {
                      return false;
                    }
                  }
                  return true;
                })
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("samples of " + name + " " + List.of(labels) + ": " + found);
    }
    return found.get(0).value();
  }

  /** What there is: by name the type and the names of the labels. */
  public Map<String, String> kinds() {
    Map<String, String> kinds = new TreeMap<>();
    types.forEach(
        (name, type) -> {
          TreeSet<String> labels = new TreeSet<>();
          for (Sample each : samples) {
            if (each.name().equals(name) || each.name().equals(name + "_count")) {
              labels.addAll(each.labels().keySet());
            }
          }
          kinds.put(name, type + " " + String.join(", ", labels));
        });
    return kinds;
  }
}
