package dev.quiver.cli;

/** What the command line ends with; documented in {@code docs/cli.md} and in the help. */
public final class ExitCode {

  /** All that was asked for was done. */
  public static final int DONE = 0;

  /** The command itself worked, and the work it was about failed, at least in part. */
  public static final int WORK_FAILED = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** No broker of ours answers. */
  public static final int BROKER_UNREACHABLE = 3;

  /** The broker refuses the login, or what was tried. */
  public static final int NOT_AUTHORISED = 4;

  /** {@code consume --until-end}: a producer died without its end marker. */
  public static final int PRODUCER_GONE = 5;

  /** Ended by Ctrl-C: 128 and the number of the signal, as shells have it. */
  public static final int INTERRUPTED = 130;

  /** Whoever read the output has stopped reading, as in {@code quiver ... | head}. */
  public static final int OUTPUT_CLOSED = 141;

  private ExitCode() {}
}
