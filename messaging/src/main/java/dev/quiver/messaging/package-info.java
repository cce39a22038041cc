/**
 * The clients' side of Quiver: how a role reaches the broker, and in what words.
 *
 * <p>{@link dev.quiver.messaging.Addresses} names every address there is. The rest is one package a
 * purpose: {@code connection} (settings, connecting, waiting for a broker that is away), {@code
 * codec} (JSON with limits, typed rejections of everything hostile), {@code batch} (transactions
 * that grow with the load), {@code reply} (request and reply over one long-lived queue), {@code
 * presence} (who is here), {@code protocol} (the seam between a pure protocol core and what runs
 * it), {@code text} (message bundles; making foreign text harmless to show) and {@code terminal}
 * (where people type and read).
 *
 * <p>Nothing here knows a feature.
 */
@NullMarked
package dev.quiver.messaging;

import org.jspecify.annotations.NullMarked;
