package dev.quiver.chat.shell;

import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers commands at the beginning of a line, names of people and rooms where they belong. */
final class ChatCompleter implements Completer {

  private final Supplier<List<String>> people;
  private final Supplier<List<String>> rooms;
  private final Supplier<List<String>> files;

  /** Each of them is asked while somebody types, so it is quick. */
  ChatCompleter(
      Supplier<List<String>> people, Supplier<List<String>> rooms, Supplier<List<String>> files) {
    this.people = people;
    this.rooms = rooms;
    this.files = files;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String first = line.words().isEmpty() ? "" : line.words().get(0);
    List<String> offered =
        line.wordIndex() == 0
            ? beginnings(line.word())
            : line.wordIndex() == 1 ? second(first) : mentions(first);
    offered.forEach(each -> candidates.add(new Candidate(each)));
  }

  private List<String> beginnings(String word) {
    return word.startsWith("/") ? CommandParser.COMMANDS : people.get();
  }

  private List<String> second(String command) {
    return switch (command) {
      case "/msg", "/send" -> people.get();
      case "/join", "/leave" -> rooms.get();
      case "/accept", "/refuse" -> files.get();
      default -> mentions(command);
    };
  }

  /** Within words the names of people. */
  private List<String> mentions(String first) {
    boolean words = !first.startsWith("/") || List.of("/me", "/all", "/msg").contains(first);
    return words ? people.get() : List.of();
  }
}
