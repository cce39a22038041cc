package dev.quiver.cli;

/**
 * Loads the classes that the commands need, so that the archive for class data sharing, which is
 * written when this ends, has them.
 */
final class WarmUp {

  private WarmUp() {}

  public static void main(String[] args) {
    Cli cli = Cli.ofProcess(args);
    cli.run("--help");
    cli.run("--version");
    cli.run("no-such-command");
  }
}
