/**
 * What decides which of a pair with two copies may serve, as Artemis asks for it: a lock, and
 * beside it the number of the newest data. {@link dev.quiver.broker.lock.FolderLockManager} keeps
 * them in a folder, {@link dev.quiver.broker.lock.ZooKeeperLockManager} in a ZooKeeper. Artemis
 * makes them by the names that the broker's configuration has.
 */
@NullMarked
package dev.quiver.broker.lock;

import org.jspecify.annotations.NullMarked;
