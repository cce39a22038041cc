package dev.quiver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each compose file is one, alone or on top of those that it is for; starting them is others' work.
 */
@OnEngine
class ComposeFilesIT {

  private static final Pattern PUBLISHED =
      Pattern.compile("(?m)^ *(?:- (\\S+:)?\\d+:(?:61616|8161|9404)/tcp|host_ip: (\\S+))$");

  @TempDir private Path scratch;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compose.yml",
        "compose.yml compose.ha.yml",
        "compose.yml compose.cluster.yml",
        "compose.yml compose.tls.yml",
        "compose.yml compose.metrics.yml",
        "compose.yml compose.ha.yml compose.metrics.yml compose.ha.metrics.yml",
        "compose.stock.yml"
      })
  void composeTakesItAndNothingIsPublishedButOnLoopback(String files) {
    List<String> command = new ArrayList<>(ComposeStack.program());
    for (String each : files.split(" ", -1)) {
      command.addAll(List.of("-f", Path.of(each).toAbsolutePath().toString()));
    }
    command.add("config");
    Program config = Program.run(scratch, Map.of("QUIVER_SECRETS", scratch.toString()), command);
    assertThat(config.exitCode()).as("%s", config).isZero();

    Matcher published = PUBLISHED.matcher(config.out());
    int ports = 0;
    for (; published.find(); ports++) {
      String where = published.group(1) == null ? published.group(2) : published.group(1);
      assertThat(where).as(published.group()).isIn("127.0.0.1:", "127.0.0.1");
    }
    assertThat(ports).as(config.out()).isPositive();
    assertThat(config.out()).doesNotContain("privileged: true", "docker.sock");
  }
}
