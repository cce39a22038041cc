/**
 * What became of each task, for people: status, lists, statistics. No safety hangs on it.
 *
 * <p>{@link dev.quiver.orchestrator.ledger.LedgerEntry} is what is known of one task, and its
 * {@code merge} the rule by which what events say is put together, in whatever order and however
 * often they come. {@link dev.quiver.orchestrator.ledger.Ledger} keeps entries in a file, finds
 * them by id and by {@link dev.quiver.orchestrator.ledger.LedgerFilter}, and counts; {@link
 * dev.quiver.orchestrator.ledger.LedgerChunk} is how a new replica gets them from an old one.
 */
@NullMarked
package dev.quiver.orchestrator.ledger;

import org.jspecify.annotations.NullMarked;
