package dev.quiver.dht.core;

import dev.quiver.dht.Item;
import java.util.ArrayList;
import java.util.List;

/** Cuts items into messages that stay within the limits of the wire. */
final class Pages {

  private static final int MAX_ITEMS = 200;
  private static final int MAX_CHARS = 40 * 1024;

  /** What an item needs besides key and value. */
  private static final int FRAME_CHARS = 80;

  /** What a write of it needs besides its operation. */
  private static final int WRITE_CHARS = 40;

  private int items;
  private int chars;

  /** Whether one more fits into the page; if so it counts. */
  boolean takes(Item item) {
    String value = item.value();
    int size = FRAME_CHARS + item.key().length() + (value == null ? 0 : value.length());
    for (Item.Write write : item.writes()) {
      size += WRITE_CHARS + write.operation().length();
    }
    if (items > 0 && (items == MAX_ITEMS || chars + size > MAX_CHARS)) {
      return false;
    }
    items++;
    chars += size;
    return true;
  }

  /** As many as fit into a page, one at least if there is any. */
  static List<Item> first(List<Item> all) {
    Pages page = new Pages();
    int size = 0;
    while (size < all.size() && page.takes(all.get(size))) {
      size++;
    }
    return List.copyOf(all.subList(0, size));
  }

  /** All items, page by page. */
  static List<List<Item>> of(List<Item> all) {
    List<List<Item>> pages = new ArrayList<>();
    Pages page = new Pages();
    List<Item> current = new ArrayList<>();
    for (Item item : all) {
      if (!page.takes(item)) {
        pages.add(current);
        current = new ArrayList<>();
        page = new Pages();
        page.takes(item);
      }
      current.add(item);
    }
    if (!current.isEmpty()) {
      pages.add(current);
    }
    return pages;
  }
}
