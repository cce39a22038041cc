package dev.quiver.broker.guard;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.jspecify.annotations.Nullable;

/** What is known of each address that was used. */
final class AddressBook {

  /** Facts are cheap to work out again; this bounds what made-up addresses may cost. */
  private static final int MOST = 50_000;

  private final Supplier<GuardSettings> settings;
  private final Map<SimpleString, AddressFacts> addresses = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param settings there when the first address is used
   */
  AddressBook(Supplier<GuardSettings> settings) {
    this.settings = settings;
  }

  /** Of where that message goes; null if nobody said. */
  @Nullable AddressFacts of(ServerSession session, Message message) {
    SimpleString address = nameOf(session, message);
    return address == null ? null : of(address);
  }

  /** Where that message goes, without what its acceptor may have before it; null if nobody said. */
  static @Nullable SimpleString nameOf(ServerSession session, Message message) {
    SimpleString address = message.getAddressSimpleString();
    return session.removePrefix(
        address == null ? SimpleString.of(session.getDefaultAddress()) : address);
  }

  AddressFacts of(SimpleString address) {
    AddressFacts known = addresses.get(address);
    if (known != null) {
      return known;
    }
    if (CompositeAddress.isFullyQualified(address)) {
      // There is no end of those, and nobody may send there.
      return new AddressFacts(settings.get(), address.toString());
    }
    if (addresses.size() >= MOST) {
      addresses.values().removeIf(AddressFacts::isForgettable);
    }
    return addresses.computeIfAbsent(
        address, name -> new AddressFacts(settings.get(), name.toString()));
  }

  void remove(SimpleString address) {
    addresses.remove(address);
  }

  void clear() {
    addresses.clear();
  }
}
