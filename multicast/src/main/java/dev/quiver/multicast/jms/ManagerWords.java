package dev.quiver.multicast.jms;

import dev.quiver.messaging.codec.JsonCodec;
import dev.quiver.messaging.codec.JsonReader;
import dev.quiver.multicast.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The documents between peers and the group manager. */
final class ManagerWords {

  static final String REGISTER = "register";
  static final String DEREGISTER = "deregister";
  static final String NEXT = "next";

  /** What comes next, also a round under way. */
  static final String JOIN = "join";

  static final String STARTED = "started";
  static final String LIST = "list";
  static final String REGISTERED = "registered";

  /** There are as many peers as a group can have. */
  static final String FULL = "full";

  static final String START = "start";
  static final String WAIT = "wait";
  static final String END = "end";

  /** Who asks is not registered here, or not any more. */
  static final String UNKNOWN = "unknown";

  static final String OK = "ok";
  static final String PEERS = "peers";

  /**
   * A question of a peer.
   *
   * @param id the id it gave itself
   * @param round the last round that it started
   */
  record Question(String id, int round) {}

  private ManagerWords() {}

  static String question(Question question) {
    return JsonCodec.standard()
        .write(out -> out.field("id", question.id()).field("round", question.round()));
  }

  static Question question(String body) {
    return JsonCodec.standard()
        .read(
            body,
            in -> {
              @Nullable String id = null;
              int round = 0;
              while (in.next()) {
                switch (in.name()) {
                  case "id" -> id = in.string();
                  case "round" -> round = in.integer();
                  default -> in.skip();
                }
              }
              String known = JsonReader.required("id", id);
              if (!known.matches("[A-Za-z0-9-]{1,64}")) {
                throw in.wrongValue("is no id of a peer: letters, digits and dashes, at most 64");
              }
              return new Question(known, round);
            });
  }

  static String number(int number) {
    return JsonCodec.standard().write(out -> out.field("number", number));
  }

  static int number(String body) {
    return JsonCodec.standard()
        .read(
            body,
            in -> {
              int number = 0;
              while (in.next()) {
                if (in.name().equals("number")) {
                  number = in.integer();
                }
              }
              return number;
            });
  }

  static String peers(List<String> peers) {
    return JsonCodec.standard().write(out -> out.strings("peers", peers));
  }

  static String round(Manager.Round round) {
    RoundConfig config = round.config();
    return JsonCodec.standard()
        .write(
            out ->
                out.field("round", round.number())
                    .field("group", config.group())
                    .strings("members", config.members().stream().map(String::valueOf).toList())
                    .field("order", config.order().label())
                    .field("messages", config.messages())
                    .millis("minDelayMs", config.minDelay())
                    .millis("maxDelayMs", config.maxDelay())
                    .field("seed", config.seed())
                    .field("size", config.size())
                    .millis("startWaitMs", config.startWait()));
  }

  static Manager.Round round(String body) {
    return JsonCodec.standard().read(body, ManagerWords::readRound);
  }

  private static Manager.Round readRound(JsonReader in) throws IOException {
    int round = 0;
    @Nullable String group = null;
    TreeSet<Integer> members = new TreeSet<>();
    @Nullable Order order = null;
    int messages = 0;
    Duration min = Duration.ZERO;
    Duration max = Duration.ZERO;
    long seed = 0;
    int size = 1;
    Duration startWait = Duration.ofSeconds(10);
    while (in.next()) {
      switch (in.name()) {
        case "round" -> round = in.integer();
        case "group" -> group = in.string();
        case "members" -> in.strings().forEach(each -> members.add(Integer.parseInt(each)));
        case "order" -> order = Order.labelled(in.string());
        case "messages" -> messages = in.integer();
        case "minDelayMs" -> min = in.millis();
        case "maxDelayMs" -> max = in.millis();
        case "seed" -> seed = in.longInteger();
        case "size" -> size = in.integer();
        case "startWaitMs" -> startWait = in.millis();
        default -> in.skip();
      }
    }
    return new Manager.Round(
        round,
        new RoundConfig(
            JsonReader.required("group", group),
            members,
            JsonReader.required("order", order),
            messages,
            min,
            max,
            seed,
            size,
            startWait));
  }
}
