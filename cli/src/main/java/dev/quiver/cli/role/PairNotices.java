package dev.quiver.cli.role;

import dev.quiver.broker.BrokerConfig;
import dev.quiver.broker.HostPort;
import dev.quiver.broker.PartListener;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.output.JsonLine;
import java.util.List;
import java.util.stream.Collectors;

/** Says of a broker of a pair, a line each time, that it waits or serves. */
final class PairNotices implements PartListener {

  private final CommandContext context;
  private final BrokerConfig config;
  private final boolean json;

  PairNotices(CommandContext context, BrokerConfig config, boolean json) {
    this.context = context;
    this.config = config;
    this.json = json;
  }

  @Override
  public void waits() {
    say("waiting", config.replicates() ? "broker.waitsForCopy" : "broker.waits");
  }

  @Override
  public void synced() {
    say("synced", "broker.synced");
  }

  @Override
  public void serves() {
    say("live", "broker.serves");
  }

  private void say(String event, String key) {
    List<HostPort> members = config.members();
    if (members.isEmpty()) {
      return;
    }
    String url = members.stream().map(HostPort::url).collect(Collectors.joining(",", "(", ")"));
    String folder = config.dataFolder().toString();
    long pid = ProcessHandle.current().pid();
    String line =
        json
            ? new JsonLine()
                .put("profile", config.profile().label())
                .put("event", event)
                .put("at", context.clock().instant().toString())
                .put("url", url)
                .put("dataFolder", folder)
                .put("pid", pid)
                .end()
            : context.text().format(key, config.profile().label(), url, folder, pid + "");
    context.out().line(line);
    context.out().flush();
  }
}
