package dev.quiver.dht.core;

/**
 * Which rules of the corrected protocol a node keeps; all of them, unless a test shows what a rule
 * is for by leaving it out.
 *
 * @param asksBeforeAdopting a new successor is taken only when it has answered (bug 2)
 * @param copiesOnJoin who joins begins with the list of its predecessor, and not, as in the
 *     original pseudo-code, with a successor alone (3)
 * @param keepsListFull a successor list keeps its length, with paddings where nobody is known (3)
 * @param notifiesAfterDeath the new head hears of its predecessor also after the old one died (7)
 * @param asksPredecessor one that is farther away is taken for the predecessor when the one known
 *     does not answer
 * @param busy nobody hears the state of a node that is between question and answer
 * @param monitors a list that is out of order or has duplicates is refused
 * @param verifies who joins, or may have been thought dead, holds nothing until its successor says
 *     that it takes it for its predecessor
 */
record Rules(
    boolean asksBeforeAdopting,
    boolean copiesOnJoin,
    boolean keepsListFull,
    boolean notifiesAfterDeath,
    boolean asksPredecessor,
    boolean busy,
    boolean monitors,
    boolean verifies) {

  static Rules corrected() {
    return new Rules(true, true, true, true, true, true, true, true);
  }

  Rules withoutAsking() {
    return new Rules(
        false,
        copiesOnJoin,
        keepsListFull,
        notifiesAfterDeath,
        asksPredecessor,
        busy,
        monitors,
        verifies);
  }

  Rules withTheOriginalJoin() {
    return new Rules(
        asksBeforeAdopting,
        false,
        keepsListFull,
        notifiesAfterDeath,
        asksPredecessor,
        busy,
        monitors,
        verifies);
  }

  Rules withShortLists() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        false,
        notifiesAfterDeath,
        asksPredecessor,
        busy,
        monitors,
        verifies);
  }

  Rules withoutNotifyAfterDeath() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        keepsListFull,
        false,
        asksPredecessor,
        busy,
        monitors,
        verifies);
  }

  Rules withoutAskingThePredecessor() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        keepsListFull,
        notifiesAfterDeath,
        false,
        busy,
        monitors,
        verifies);
  }

  Rules withoutBusy() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        keepsListFull,
        notifiesAfterDeath,
        asksPredecessor,
        false,
        monitors,
        verifies);
  }

  Rules withoutMonitors() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        keepsListFull,
        notifiesAfterDeath,
        asksPredecessor,
        busy,
        false,
        verifies);
  }

  Rules withoutVerifying() {
    return new Rules(
        asksBeforeAdopting,
        copiesOnJoin,
        keepsListFull,
        notifiesAfterDeath,
        asksPredecessor,
        busy,
        monitors,
        false);
  }
}
