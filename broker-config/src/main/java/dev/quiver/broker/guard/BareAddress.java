package dev.quiver.broker.guard;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** An address that has no queue. */
final class BareAddress {

  private BareAddress() {}

  /**
   * Removes an address unless it has got a queue meanwhile. By force: to a room belongs a divert,
   * to where the broker keeps what was said, and Artemis takes that for somebody who uses it. Under
   * the lock under which queues are bound, so that none is removed with it.
   *
   * @return whether it was bare, and has gone
   */
  static boolean remove(ActiveMQServer server, SimpleString address) throws Exception {
    PostOffice office = server.getPostOffice();
    synchronized (office) {
      for (Binding binding : office.getDirectBindings(address)) {
        if (binding.getBindable() instanceof Queue) {
          return false;
        }
      }
      server.removeAddressInfo(address, null, true);
      return true;
    }
  }
}
