package dev.quiver.broker.guard;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperation;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.jspecify.annotations.Nullable;

/** Who sends in a session, worked out when it begins; and where its open transaction has sent. */
final class SessionFacts {

  final String user;
  final SimpleString keyPrefix;
  final boolean admin;

  final boolean worker;

  /** Orchestrators and workers pass on other people's tasks, and so may admins. */
  final boolean passesOn;

  /** What it adds to the delayed messages is its own business: retries must never be refused. */
  final boolean mayDelay;

  // A session sends one message at a time, under its lock.
  private @Nullable AddressFacts sendingTo;
  private @Nullable Inside inside;

  /** What is under way to an address that keeps the last message of each key. */
  @Nullable Message sendingKeyed;

  private SessionFacts(String user, boolean admin, boolean orchestrator, boolean worker) {
    this.user = user;
    this.keyPrefix = SimpleString.of(user + "/");
    this.admin = admin;
    this.worker = worker;
    this.passesOn = orchestrator || worker || admin;
    this.mayDelay = orchestrator || worker;
  }

  static SessionFacts of(String namespace, @Nullable String user, @Nullable Subject subject) {
    boolean admin = false;
    boolean orchestrator = false;
    boolean worker = false;
    if (subject != null) {
      for (Principal role : subject.getPrincipals(RolePrincipal.class)) {
        String name = role.getName();
        admin |= name.equals(namespace + ".admin");
        orchestrator |= name.equals(namespace + ".orchestrator");
        worker |= name.equals(namespace + ".worker");
      }
    }
    return new SessionFacts(user == null ? "" : user, admin, orchestrator, worker);
  }

  /** Counted itself in at that address for the send that is under way; false if it is closing. */
  boolean enter(AddressFacts address) {
    if (!address.enter()) {
      return false;
    }
    sendingTo = address;
    return true;
  }

  /** The send has ended; in a transaction it stays counted until that has ended too. */
  void sent(@Nullable Transaction tx) {
    AddressFacts address = sendingTo;
    if (address == null) {
      return;
    }
    sendingTo = null;
    if (tx == null) {
      address.leave();
      return;
    }
    Inside current = inside;
    if (current == null || current.tx != tx) {
      current = new Inside(tx);
      inside = current;
      tx.addOperation(current);
    }
    current.add(address);
  }

  /** The addresses an open transaction has sent to; left when it ends, in whatever way. */
  private static final class Inside implements TransactionOperation {
    private final Transaction tx;
    private final List<AddressFacts> addresses = new ArrayList<>(1);

    Inside(Transaction tx) {
      this.tx = tx;
    }

    void add(AddressFacts address) {
      for (AddressFacts known : addresses) {
        if (known == address) {
          address.leave();
          return;
        }
      }
      addresses.add(address);
    }

    private void leave() {
      addresses.forEach(AddressFacts::leave);
      addresses.clear();
    }

    @Override
    public void afterCommit(Transaction ended) {
      leave();
    }

    @Override
    public void afterRollback(Transaction ended) {
      leave();
    }

    @Override
    public void beforePrepare(Transaction ignored) {}

    @Override
    public void afterPrepare(Transaction ignored) {}

    @Override
    public void beforeCommit(Transaction ignored) {}

    @Override
    public void beforeRollback(Transaction ignored) {}

    @Override
    public List<MessageReference> getRelatedMessageReferences() {
      return List.of();
    }

    @Override
    public List<MessageReference> getListOnConsumer(long consumer) {
      return List.of();
    }
  }
}
