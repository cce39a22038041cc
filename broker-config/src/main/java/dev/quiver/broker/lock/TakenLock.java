package dev.quiver.broker.lock;

import org.apache.activemq.artemis.lockmanager.DistributedLock;

/** A lock that knows whether it was taken, apart from whether it is still held. */
interface TakenLock extends DistributedLock {

  /** Whether it was taken here and not given back, be it still held or not. */
  boolean isTaken();
}
