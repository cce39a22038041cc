package dev.quiver.broker.guard;

import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;

/**
 * Lets what may wait on disk wait there when all messages together take much memory. Artemis' own
 * {@code global-max-size} does that too, but then it also refuses every message to addresses that
 * do not page, and drops what may be dropped: with long backlogs of five types no orchestrator
 * could lead, no task be cancelled, no beat of a worker be heard, though all of these take next to
 * nothing and have bounds of their own.
 */
final class MemoryBudget {

  /** As much may wait where messages may be lost; where more waits nobody reads. */
  private static final long READ_SOON = 256 * 1024;

  private final Supplier<PagingManager> paging;
  private final Refusals refusals;
  private final long most;

  /**
   * A budget of a broker.
   *
   * @param paging of the broker as it runs now
   * @param refusals words what is refused
   * @param most how many bytes all messages may take before every address that pages does
   */
  MemoryBudget(Supplier<PagingManager> paging, Refusals refusals, long most) {
    this.paging = paging;
    this.refusals = refusals;
    this.most = most;
  }

  /** A message is about to come to that address, of that kind, by that user. */
  void comes(String user, AddressKind kind, SimpleString address) throws ActiveMQException {
    PagingManager manager = paging.get();
    if (manager == null || manager.getGlobalSize() <= most) {
      return;
    }
    try {
      PagingStore store = manager.getPageStore(address);
      if (store == null) {
        return;
      }
      if (kind.mayBeLost() && store.getAddressSize() > READ_SOON) {
        throw refusals.refuse(Refusal.MEMORY_FULL, user, "memoryFull", address);
      }
      if (store.getAddressFullMessagePolicy() == AddressFullMessagePolicy.PAGE
          && !store.isPaging()) {
        boolean unused = store.startPaging();
      }
    } catch (ActiveMQException refused) {
      throw refused;
    } catch (Exception cause) {
      throw new ActiveMQException(
          "the messages of " + address + " could not be put on disk",
          cause,
          ActiveMQExceptionType.IO_ERROR);
    }
  }
}
