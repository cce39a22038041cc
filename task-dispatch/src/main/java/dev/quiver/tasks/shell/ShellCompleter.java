package dev.quiver.tasks.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Offers commands, then workers, then operations. */
final class ShellCompleter implements Completer {

  private final Supplier<List<String>> workers;

  /**
   * A completer.
   *
   * @param workers the ids to offer; asked whenever a worker is being typed, so it is quick
   */
  ShellCompleter(Supplier<List<String>> workers) {
    this.workers = workers;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String command = line.words().isEmpty() ? "" : line.words().get(0);
    List<String> offered =
        switch (line.wordIndex()) {
          case 0 -> Vocabulary.COMMANDS;
          case 1 -> Vocabulary.operations(command).isEmpty() ? List.of() : targets();
          case 2 -> Vocabulary.operations(command);
          default -> List.of();
        };
    offered.forEach(each -> candidates.add(new Candidate(each)));
  }

  private List<String> targets() {
    List<String> targets = new ArrayList<>(workers.get());
    targets.add(Vocabulary.ANY);
    targets.add(Vocabulary.AUTO);
    return targets;
  }
}
