package dev.quiver.dht.core;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists what the node holds for whoever goes round the circle, a stretch after the other. A node
 * that may lack something of what it holds says nothing of it: nobody would notice what is missing.
 */
final class Listing {

  private final IdSpace space;
  private final Outbox out;
  private final Pointers pointers;
  private final Store store;
  private final Custody custody;

  Listing(IdSpace space, Outbox out, Pointers pointers, Store store, Custody custody) {
    this.space = space;
    this.out = out;
    this.pointers = pointers;
    this.store = store;
    this.custody = custody;
  }

  ClientMessage.Items page(ClientMessage.ListItems question) {
    CircleWalk walk = new CircleWalk(space, question.range(), question.after());
    Id first = walk.place();
    if (!question.range().contains(first) || !hasAllAround(first)) {
      return new ClientMessage.Items(question.rpc(), List.of(), false, null);
    }
    Range stretch = walk.upTo(pointers.self().id());
    List<Item> rest = new ArrayList<>(store.in(stretch, question.after()));
    rest.removeIf(item -> item.isTombstone() || item.isExpired(out.now()));
    List<Item> page = Pages.first(rest);
    return new ClientMessage.Items(question.rpc(), page, page.size() < rest.size(), stretch);
  }

  /** Whether the place is this node's, and with it all that follows up to the node. */
  private boolean hasAllAround(Id place) {
    return custody.successorOfLeaver() == null
        && pointers.owned().contains(place)
        && custody.isSettled()
        && !custody.doubts();
  }
}
