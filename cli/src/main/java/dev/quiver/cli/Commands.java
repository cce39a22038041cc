package dev.quiver.cli;

import dev.quiver.cli.certs.CertsCommand;
import dev.quiver.cli.chat.ChatCommand;
import dev.quiver.cli.check.CheckCommand;
import dev.quiver.cli.demo.DemoCommand;
import dev.quiver.cli.dht.DhtCommand;
import dev.quiver.cli.doctor.DoctorCommand;
import dev.quiver.cli.map.MapCommand;
import dev.quiver.cli.measure.BenchCommand;
import dev.quiver.cli.multicast.MulticastCommand;
import dev.quiver.cli.numbers.ConsumeCommand;
import dev.quiver.cli.numbers.ProduceCommand;
import dev.quiver.cli.role.BrokerCommand;
import dev.quiver.cli.role.OrchestratorCommand;
import dev.quiver.cli.role.WorkerCommand;
import dev.quiver.cli.task.TaskCommand;
import dev.quiver.cli.task.UserCommand;
import dev.quiver.cli.up.UpCommand;
import picocli.CommandLine;

/** Which commands there are, in the order of the help. */
final class Commands {

  private Commands() {}

  static void addTo(CommandLine root) {
    root.addSubcommand(MapCommand.class);
    root.addSubcommand(UpCommand.class);
    root.addSubcommand(BrokerCommand.class);
    root.addSubcommand(CertsCommand.class);
    root.addSubcommand(TaskCommand.class);
    root.addSubcommand(UserCommand.class);
    root.addSubcommand(WorkerCommand.class);
    root.addSubcommand(OrchestratorCommand.class);
    root.addSubcommand(ChatCommand.class);
    root.addSubcommand(ProduceCommand.class);
    root.addSubcommand(ConsumeCommand.class);
    root.addSubcommand(DhtCommand.class);
    root.addSubcommand(MulticastCommand.class);
    root.addSubcommand(DoctorCommand.class);
    root.addSubcommand(DemoCommand.class);
    root.addSubcommand(CheckCommand.class);
    root.addSubcommand(BenchCommand.class);
    root.addSubcommand(HelpCommand.class);
  }
}
