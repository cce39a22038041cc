package dev.quiver.cli.multicast;

import dev.quiver.cli.MissingCommandException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code quiver multicast}: holds the commands about ordered multicast. */
@Command(
    name = "multicast",
    subcommands = {
      RunCommand.class,
      MatrixCommand.class,
      CompareCommand.class,
      PeerCommand.class,
      CheckCommand.class
    })
public final class MulticastCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new MissingCommandException(spec.commandLine());
  }
}
