package dev.quiver.dht.core;

import dev.quiver.dht.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts items into messages that stay within the limits of the wire, where a character may need an
 * escape of several.
 */
final class Pages {

  static final int MAX_ITEMS = 200;
  static final int MAX_CHARS = 40 * 1024;

  /** What an item needs besides key and value. */
  private static final int FRAME_CHARS = 80;

  /** What a write of it needs besides its operation. */
  private static final int WRITE_CHARS = 40;

  private int items;
  private int chars;

  /** Whether one more fits into the page; if so it counts. */
  boolean takes(Item item) {
    String value = item.value();
    int size = FRAME_CHARS + escaped(item.key()) + (value == null ? 0 : escaped(value));
    for (Item.Write write : item.writes()) {
      size += WRITE_CHARS + escaped(write.operation());
    }
    return takes(size);
  }

  /** Whether one more key fits into the page; if so it counts. */
  boolean takes(String key) {
    return takes(WRITE_CHARS + escaped(key));
  }

  private boolean takes(int size) {
    if (items > 0 && (items == MAX_ITEMS || chars + size > MAX_CHARS)) {
      return false;
    }
    items++;
    chars += size;
    return true;
  }

  /** How many characters a text has in a document, at the most. */
  private static int escaped(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      size += each < ' ' ? 6 : each == '"' || each == '\\' ? 2 : 1;
    }
    return size;
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
