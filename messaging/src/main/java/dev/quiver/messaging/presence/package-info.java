/**
 * Who is here: each process keeps one short-lived message in the last-value queue of its kind.
 * {@link dev.quiver.messaging.presence.PresencePublisher} renews it, {@link
 * dev.quiver.messaging.presence.PresenceBrowser} looks.
 */
@NullMarked
package dev.quiver.messaging.presence;

import org.jspecify.annotations.NullMarked;
