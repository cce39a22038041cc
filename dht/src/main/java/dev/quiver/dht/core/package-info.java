/**
 * One Chord node, pure: {@link dev.quiver.dht.core.ChordNode} hands each event to one of its parts.
 * {@code Ring} keeps the successors right (stabilize, rectify, leave), in {@code Rounds}, beside it
 * {@code Joining}, {@code Standing} (whether the successor takes the node for its predecessor),
 * {@code Rescue} (what to do when that is gone) and {@code Solitude} (when all are); {@code
 * Pointers} are what it keeps, {@code Monitors} what it never believes, {@code Admission} whom it
 * lets in; {@code Fingers}, {@code FingerTurns}, {@code Router} and {@code Lookups} find ways;
 * {@code Store}, {@code Holder}, {@code Custody} and {@code Repair} keep keys; {@code Rpcs} are
 * questions with their time-outs, {@code Outbox} gathers what a step wants done.
 */
@NullMarked
package dev.quiver.dht.core;

import org.jspecify.annotations.NullMarked;
