package dev.quiver.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code quiver demo failover} as somebody sees it who only types that. */
@Tag("long")
@Tag("kill")
class DemoFailoverIT {

  @TempDir private Path folder;
  private QuiverLauncher quiver;

  @BeforeEach
  void setUp() {
    quiver = new QuiverLauncher(folder);
  }

  @AfterEach
  void close() {
    quiver.close();
  }

  @Test
  void bothScenariosHoldAndTheReportHasTheEvidence() throws IOException {
    Path report = folder.resolve("report");

    QuiverProcess demo = quiver.run("demo", "failover", "--report", report.toString());

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.out())
        .contains("Scenario 1", "Scenario 2", "VERDICT: 11 of 11 claims hold.")
        .doesNotContain("[NO]");
    assertThat(Files.readString(report.resolve("verdict.txt"))).isEqualTo(demo.out());
    assertThat(Files.readString(report.resolve("timeline.txt")))
        .containsSubsequence(
            "kill -9 of worker", "demo-1 ended", "kill -9 of orchestrator", "demo-2 ended");
    // What people are told; for programs there is more.
    List<String> entries = Files.readAllLines(report.resolve("timeline.jsonl"));
    assertThat(entries).anyMatch(entry -> entry.contains("\"event\":\"Leading\""));
    entries.removeIf(entry -> entry.contains("\"text\":\"\""));
    assertThat(Files.readAllLines(report.resolve("timeline.txt")))
        .hasSameSizeAs(entries)
        .noneMatch(line -> line.endsWith(": "));
    for (String role :
        List.of(
            "broker", "orchestrator-A", "orchestrator-B", "worker-w1", "worker-w2", "worker-w3")) {
      assertThat(report.resolve("logs").resolve(role + ".log")).isNotEmptyFile();
    }
    QuiverProcess check = quiver.run("check", "tasks", report.resolve("history.jsonl").toString());
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }

  @Test
  void whatTheProcessesSaidIsToldInTheReadersLanguage() throws IOException {
    Path report = folder.resolve("relato");

    QuiverProcess demo =
        quiver.run("demo", "failover", "--lang", "pt", "--report", report.toString());

    assertThat(demo.exitCode()).as(demo.out() + demo.err()).isZero();
    assertThat(demo.out())
        .contains("Cenário 1", "VEREDICTO: 11 de 11", "sucesso em w", "o líder A desapareceu")
        .containsAnyOf(" saiu: sua conexão terminou", " considerado falho: ")
        .doesNotContain(" is gone", "considered", "leader", "succeeded", "orchestrator");
    assertThat(Files.readString(report.resolve("timeline.txt")))
        .contains("orquestrador A: iniciado como primário", "kill -9 de orquestrador A")
        .doesNotContain("started as", "orchestrator", "has exited", "is gone");
    assertThat(Files.readString(report.resolve("timeline.jsonl")))
        .contains("\"text\":\"started as primary", "\"text\":\"kill -9 of orchestrator A")
        .doesNotContain("iniciado", "orquestrador");
  }
}
