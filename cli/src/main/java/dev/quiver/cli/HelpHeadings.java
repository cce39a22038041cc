package dev.quiver.cli;

import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Puts headings over those parts of a command's help that have something in them. */
final class HelpHeadings {

  private final ResourceBundle help;

  HelpHeadings(ResourceBundle help) {
    this.help = help;
  }

  /** Does so for a command and all below it. */
  void addTo(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    usage.synopsisHeading(help.getString("heading.synopsis"));
    usage.parameterListHeading(help.getString("heading.parameters"));
    usage.optionListHeading(help.getString("heading.options"));
    usage.commandListHeading(help.getString("heading.commands"));
    if (usage.description().length > 0) {
      usage.descriptionHeading("%n");
    }
    if (!usage.exitCodeList().isEmpty()) {
      usage.exitCodeListHeading(help.getString("heading.exitCodes"));
    }
    if (usage.footer().length > 0) {
      usage.footerHeading(help.getString("heading.examples"));
    }
    command.getSubcommands().values().forEach(this::addTo);
  }
}
