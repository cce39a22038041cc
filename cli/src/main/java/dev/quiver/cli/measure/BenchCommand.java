package dev.quiver.cli.measure;

import picocli.CommandLine.Command;

/** {@code quiver bench}: figures beside the broker's raw limit. */
@Command(
    name = "bench",
    subcommands = {
      BenchTasksCommand.class,
      BenchOrchestratorCommand.class,
      BenchBrokerCommand.class,
      BenchChatCommand.class,
      BenchMulticastCommand.class,
      BenchDhtCommand.class
    })
public final class BenchCommand {}
