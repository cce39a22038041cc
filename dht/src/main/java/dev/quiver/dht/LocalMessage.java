package dev.quiver.dht;

import java.util.List;

/** What its own process tells a node; from anybody else it counts for nothing. */
public sealed interface LocalMessage extends ChordMessage {

  /** Begin a ring together with these, of whom you are one. */
  record Create(Roster members) implements LocalMessage {}

  /** Join the ring of these. */
  record Join(List<NodeRef> contacts) implements LocalMessage {
    public Join {
      contacts = List.copyOf(contacts);
    }
  }

  /** Hand over what you hold, then go. */
  record Leave() implements LocalMessage {}

  /** Nothing gets through: think nobody dead for not answering. */
  record Disconnected() implements LocalMessage {}

  /** It does again; the others may come back a little later. */
  record Reconnected() implements LocalMessage {}
}
