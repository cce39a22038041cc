package dev.quiver.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Network namespaces with links between them that can be cut: each link is a bridge in a namespace
 * of its own kind, with a veth pair to either end. A cut takes one end off the bridge, so that both
 * ends go on sending and nobody hears it, as in a network that has come apart. A cut in one
 * direction gives the way to one end a queue without room.
 */
final class Namespaces implements AutoCloseable {

  private static final String SWITCH = "sw";

  private final String prefix = "qv" + ProcessHandle.current().pid() % 100_000;
  private final List<String> made = new ArrayList<>();
  private final Map<String, Integer> links = new LinkedHashMap<>();

  /** Makes one for each name, without links. */
  static Namespaces of(String... names) {
    Namespaces all = new Namespaces();
    try {
      all.add(SWITCH);
      for (String each : names) {
        all.add(each);
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** Whether namespaces, veth pairs and bridges can be made here; else why not. */
  static String hindrance() {
    try (Namespaces trial = Namespaces.of("a", "b")) {
      trial.link("a", "b");
      trial.cutOneWay("a", "b");
      return "";
    } catch (IllegalStateException | UncheckedIOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void add(String name) {
    ip("netns", "add", named(name));
    made.add(name);
    inside(name, "link", "set", "lo", "up");
  }

  /** Links two; each gets an address on that link alone. */
  Namespaces link(String one, String other) {
    int number = links.size() + 1;
    links.put(key(one, other), number);
    inside(SWITCH, "link", "add", "br" + number, "type", "bridge");
    inside(SWITCH, "link", "set", "br" + number, "up");
    attach(one, number, 1);
    attach(other, number, 2);
    return this;
  }

  private void attach(String name, int number, int end) {
    String port = port(number, end);
    String device = "eth" + number;
    inside(SWITCH, "link", "add", port, "type", "veth", "peer", device, "netns", named(name));
    inside(SWITCH, "link", "set", port, "master", "br" + number);
    inside(SWITCH, "link", "set", port, "up");
    inside(name, "addr", "add", "10.99." + number + "." + end + "/24", "dev", device);
    inside(name, "link", "set", device, "up");
  }

  /** The address of one on its link to the other. */
  String address(String of, String towards) {
    Integer forward = links.get(key(of, towards));
    return forward == null
        ? "10.99." + links.get(key(towards, of)) + ".2"
        : "10.99." + forward + ".1";
  }

  void cut(String one, String other) {
    inside(SWITCH, "link", "set", port(numberOf(one, other), 1), "nomaster");
  }

  /** What one sends to the other is lost from here on; what the other one sends arrives. */
  void cutOneWay(String from, String to) {
    tc("qdisc", "replace", "dev", portTo(from, to), "root", "pfifo", "limit", "0");
  }

  void mendOneWay(String from, String to) {
    tc("qdisc", "delete", "dev", portTo(from, to), "root");
  }

  /** By which its link from another one leads to it. */
  private String portTo(String from, String to) {
    return port(numberOf(from, to), links.containsKey(key(from, to)) ? 2 : 1);
  }

  private void tc(String... arguments) {
    List<String> all = new ArrayList<>(List.of("tc", "-n", named(SWITCH)));
    all.addAll(List.of(arguments));
    run(all);
  }

  void mend(String one, String other) {
    int number = numberOf(one, other);
    inside(SWITCH, "link", "set", port(number, 1), "master", "br" + number);
  }

  private int numberOf(String one, String other) {
    Integer forward = links.get(key(one, other));
    return forward == null ? links.get(key(other, one)) : forward;
  }

  private static String key(String one, String other) {
    return one + "-" + other;
  }

  private static String port(int number, int end) {
    return "p" + number + "x" + end;
  }

  /** What a command line begins with that is to run in that namespace. */
  List<String> prefix(String name) {
    return List.of("ip", "netns", "exec", named(name));
  }

  private String named(String name) {
    return prefix + name;
  }

  private void inside(String name, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-n", named(name)));
    all.addAll(List.of(arguments));
    ip(all.toArray(String[]::new));
  }

  private static void ip(String... arguments) {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    run(command);
  }

  private static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Removes them with all links; what ran in them is to have ended. */
  @Override
  public void close() {
    for (String each : made) {
      try {
        ip("netns", "delete", named(each));
      } catch (IllegalStateException left) {
        System.err.println(left.getMessage());
      }
    }
    made.clear();
  }
}
