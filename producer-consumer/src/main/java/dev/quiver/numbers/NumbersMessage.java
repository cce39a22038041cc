package dev.quiver.numbers;

/**
 * What goes through the queues of numbers: {@link Drawn} and {@link RunEnd} through the bounded
 * queue itself, {@link Logged} and again {@link RunEnd} through its ledger, and {@link Verdict}s
 * into the queue of ended runs.
 */
public sealed interface NumbersMessage {

  /** The run it belongs to. */
  Run run();

  /**
   * One drawn number of a run.
   *
   * @param sequence its place in the run, from 1; at most {@link Run#MAX_COUNT}
   */
  record Drawn(Run run, int sequence, int value) implements NumbersMessage {

    public Drawn {
      if (sequence < 1 || sequence > Run.MAX_COUNT) {
        throw new IllegalArgumentException(
            "the sequence is " + sequence + ": it counts from 1 to " + Run.MAX_COUNT);
      }
    }

    public Parity parity() {
      return Parity.of(value);
    }
  }

  /**
   * The end marker: nothing of the run follows.
   *
   * @param count how many numbers the run had, 0 to {@link Run#MAX_COUNT}
   */
  record RunEnd(Run run, int count) implements NumbersMessage {

    public RunEnd {
      if (count < 0 || count > Run.MAX_COUNT) {
        throw new IllegalArgumentException(
            "the count is " + count + ": a run has 0 to " + Run.MAX_COUNT + " numbers");
      }
    }
  }

  /**
   * A receipt: these numbers of the run are in a log, on disk. Sent in the transaction that
   * acknowledges them, so that there is exactly one for each; several may be folded into one.
   *
   * @param even the sequences of the even ones
   * @param odd the sequences of the odd ones
   */
  record Logged(Run run, Sequences even, Sequences odd) implements NumbersMessage {

    /** The receipt of a single number. */
    public static Logged of(Drawn number) {
      Sequences one = Sequences.of(number.sequence());
      return number.parity() == Parity.EVEN
          ? new Logged(number.run(), one, Sequences.none())
          : new Logged(number.run(), Sequences.none(), one);
    }
  }

  /** A run has ended so; see {@link dev.quiver.numbers.Verdict}. */
  record Ended(Verdict verdict) implements NumbersMessage {
    @Override
    public Run run() {
      return verdict.run();
    }
  }
}
