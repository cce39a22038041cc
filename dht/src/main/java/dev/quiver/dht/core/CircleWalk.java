package dev.quiver.dht.core;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Id;
import dev.quiver.dht.IdSpace;
import dev.quiver.dht.Item;
import dev.quiver.dht.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Once round the circle, a page at a time: whoever holds the place that comes next is asked for
 * what follows. So each stretch is seen once, whoever comes or goes meanwhile. Not safe for several
 * threads.
 */
public final class CircleWalk {

  private final IdSpace space;
  private Range rest;
  private @Nullable String after;
  private boolean over;

  /** From the beginning of the circle to its end. */
  public CircleWalk(IdSpace space) {
    this(space, new Range(/* after= */ Id.of(0), /* upTo= */ Id.of(0)), null);
  }

  /**
   * Of a part that is left.
   *
   * @param rest where the next page begins, and where the walk ends
   * @param after the last key of the page before, if that was cut off within a stretch
   */
  CircleWalk(IdSpace space, Range rest, @Nullable String after) {
    this.space = space;
    this.rest = rest;
    this.after = after;
  }

  /** Whether everything was seen, or passed over. */
  public boolean isOver() {
    return over;
  }

  /** Whose holder is to be asked next. */
  public Id place() {
    String key = after;
    return key == null ? space.next(rest.after()) : space.hash(key);
  }

  /** What it is to be asked. */
  public ClientMessage.ListItems question(long rpc) {
    return new ClientMessage.ListItems(rpc, rest, after);
  }

  /**
   * Takes an answer.
   *
   * @return whether it leads on; if not, the holder of the place is to be looked for once more
   */
  public boolean take(ClientMessage.Items page) {
    Range stretch = page.range();
    List<Item> items = page.items();
    if (stretch == null
        || !stretch.after().equals(rest.after())
        || !stretch.equals(upTo(stretch.upTo()))
        || (page.more() && items.isEmpty())) {
      return false;
    }
    if (page.more()) {
      after = items.get(items.size() - 1).key();
    } else {
      pass(stretch.upTo());
    }
    return true;
  }

  /** Goes on behind that place without having seen what lies before it. */
  public void pass(Id place) {
    Range stretch = upTo(place);
    over = stretch.upTo().equals(rest.upTo());
    rest = new Range(/* after= */ stretch.upTo(), /* upTo= */ rest.upTo());
    after = null;
  }

  /** The stretch from here to that place, or to the end if that comes before. */
  Range upTo(Id place) {
    Id first = place();
    boolean within =
        first.equals(place)
            || (!first.equals(rest.upTo()) && Id.betweenOrEnd(first, place, rest.upTo()));
    return new Range(rest.after(), within ? place : rest.upTo());
  }
}
