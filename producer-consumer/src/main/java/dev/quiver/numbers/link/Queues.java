package dev.quiver.numbers.link;

import dev.quiver.messaging.Addresses;

/**
 * The three queues that belong to one name.
 *
 * @param name what users call it
 * @param numbers the bounded one, through which the numbers go
 * @param ledger receipts and end markers; exclusive: whoever consumes it keeps the accounts
 * @param ended the verdicts, which are only looked at and expire
 */
public record Queues(String name, String numbers, String ledger, String ended) {

  /** The queue that is meant when none is named. */
  public static final String DEFAULT_NAME = "main";

  /**
   * How many messages the broker lets wait before it blocks the producers. It stands in the
   * broker's settings; here it only decides how a wait is called.
   */
  public static final int BOUND = 10;

  /** Those of that name. */
  public static Queues of(Addresses addresses, String name) {
    return new Queues(
        name, addresses.numbers(name), addresses.numbersLedger(name), addresses.numbersEnded(name));
  }
}
