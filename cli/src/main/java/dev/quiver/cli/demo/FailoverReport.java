package dev.quiver.cli.demo;

import dev.quiver.messaging.text.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** A demonstration's verdict with its evidence, and the folder that keeps it. */
final class FailoverReport {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final Messages text;

  FailoverReport(Messages text) {
    this.text = text;
  }

  /** One entry for people. */
  String line(Timeline.Entry entry) {
    return TIME.format(entry.at()) + "  " + source(text, entry) + ": " + entry.text();
  }

  /** Who did or said it, the role in the reader's language. */
  static String source(Messages text, Timeline.Entry entry) {
    String[] words = entry.source().split(" ", 2);
    String role = text.format("role." + words[0]);
    return words.length == 1 ? role : role + " " + words[1];
  }

  /** The verdict. */
  List<String> lines(List<Claim> worker, List<Claim> leader, Claim checker) {
    List<String> lines = new ArrayList<>();
    lines.add(text.format("failover.scenario", 1));
    worker.forEach(each -> lines.addAll(claim(each)));
    lines.add(text.format("failover.scenario", 2));
    leader.forEach(each -> lines.addAll(claim(each)));
    lines.addAll(claim(checker));
    List<Claim> all = new ArrayList<>(worker);
    all.addAll(leader);
    all.add(checker);
    long kept = all.stream().filter(Claim::holds).count();
    boolean holds = kept == all.size();
    lines.add(text.format(holds ? "failover.holds" : "failover.broken", kept, all.size()));
    return lines;
  }

  private List<String> claim(Claim claim) {
    String verdict = text.format(claim.holds() ? "failover.yes" : "failover.no");
    return List.of("  [" + verdict + "] " + claim.text(), "        " + claim.evidence());
  }

  /**
   * Writes verdict and timeline beside the logs and the history, which are there already.
   *
   * @throws IOException if the folder cannot be written
   */
  void write(
      Path folder,
      List<Claim> worker,
      List<Claim> leader,
      Claim checker,
      List<Timeline.Entry> entries)
      throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("verdict.txt"), lines(worker, leader, checker));
    Files.write(
        folder.resolve("timeline.txt"),
        entries.stream().filter(Timeline.Entry::hasText).map(this::line).toList());
    Files.write(
        folder.resolve("timeline.jsonl"), entries.stream().map(Timeline.Entry::line).toList());
  }
}
