package dev.quiver.cli;

/** Where the process begins. */
public final class Quiver {

  private Quiver() {}

  public static void main(String[] args) {
    int exitCode = Cli.ofProcess(args).run(args);
    // Also ends what a library left running.
    System.exit(exitCode);
  }
}
