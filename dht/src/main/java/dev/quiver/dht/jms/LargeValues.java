package dev.quiver.dht.jms;

import dev.quiver.dht.ClientMessage;
import dev.quiver.dht.Item;
import dev.quiver.dht.NodeRef;
import dev.quiver.dht.Operation;
import dev.quiver.dht.Outcome;
import dev.quiver.dht.Outcome.Status;
import dev.quiver.messaging.text.UnusableValueException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of up to {@value #MAX_VALUE_BYTES} bytes. One that does not fit into an item lies in the
 * ring in pieces, each under a key of its own with a name that is used once; under the value's key
 * is written, last, which they are. So whoever reads sees the old value or the new one, and never a
 * mixture. A piece begins with the key it is for, {@code 5:hello}, so that pieces that a client has
 * left behind when it died can be told from others.
 */
public final class LargeValues {

  /** The longest value, in UTF-8 bytes. */
  public static final int MAX_VALUE_BYTES = 1024 * 1024;

  private static final String LIST = "quiver:pieces:";
  private static final String PIECE = "quiver:piece:";
  private static final Pattern LISTED = Pattern.compile(LIST + "([0-9a-f]{1,32}):([0-9]{1,4})");
  private static final Pattern HEAD = Pattern.compile("([0-9]{1,4}):");
  private static final int MAX_PIECES = 1000;

  /** A value may be replaced while it is read: then the pieces are gone, and it is read anew. */
  private static final int READS = 4;

  /** Pieces outlive what names them. */
  private static final Duration LONGER = Duration.ofMinutes(1);

  private final DhtClient client;
  private final Supplier<String> tokens;
  private final Map<String, CompletableFuture<?>> underWay = new ConcurrentHashMap<>();

  /**
   * @param tokens names for sets of pieces: hexadecimal digits, never the same twice
   */
  public LargeValues(DhtClient client, Supplier<String> tokens) {
    this.client = client;
    this.tokens = tokens;
  }

  /** Whether a key is that of a piece, which people do not want to see. */
  public static boolean isPiece(String key) {
    return key.startsWith(PIECE);
  }

  /** Whether an item only says which pieces are the value. */
  public static boolean isInPieces(Item item) {
    String value = item.value();
    return value != null && LISTED.matcher(value).matches();
  }

  /**
   * Puts a value.
   *
   * @throws IllegalArgumentException if key or value is not acceptable
   */
  public ClientMessage.Acted put(
      String key, String value, @Nullable Duration life, @Nullable Long ifVersion) {
    requireAcceptable(key, value);
    CompletableFuture<?> earlier = underWay.get(key);
    if (earlier != null) {
      earlier.handle((unused, failure) -> "over").join();
    }
    Item before = client.act(Operation.get(key)).outcome().item();
    String written = value;
    if (value.length() > Operation.MAX_VALUE_CHARS) {
      String token = tokens.get();
      String head = key.length() + ":" + key;
      List<String> pieces = cut(value, Operation.MAX_VALUE_CHARS - head.length());
      written = LIST + token + ":" + pieces.size();
      Duration piecesLife = life == null ? null : life.plus(LONGER);
      for (int i = 0; i < pieces.size(); i++) {
        ClientMessage.Acted done =
            client.act(
                Operation.put(pieceKey(token, i), head + pieces.get(i)).withTimeToLive(piecesLife));
        if (done.outcome().status() != Status.DONE) {
          deletePieces(written);
          return done;
        }
      }
    }
    ClientMessage.Acted done =
        client.act(Operation.put(key, written).withTimeToLive(life).withIfVersion(ifVersion));
    Status status = done.outcome().status();
    if (status == Status.DONE) {
      deletePieces(before == null ? null : before.value());
    } else if (status == Status.CONFLICT) {
      deletePieces(written); // Whatever else was answered, it may have been written after all.
    }
    return done;
  }

  /**
   * Puts a value that fits into an item; others may be under way, of the same key after each other.
   * Fails if nobody answers.
   *
   * @throws IllegalArgumentException if key or value is not acceptable
   */
  public CompletableFuture<ClientMessage.Acted> putLater(String key, String value) {
    requireAcceptable(key, value);
    Operation put = Operation.put(key, value);
    CompletableFuture<ClientMessage.Acted> ended = new CompletableFuture<>();
    CompletableFuture<?> earlier = underWay.put(key, ended);
    CompletableFuture<?> turn =
        earlier == null
            ? CompletableFuture.completedFuture("first")
            : earlier.handle((unused, failure) -> "over");
    var unused =
        turn.thenCompose(now -> replace(put))
            .whenComplete(
                (acted, failure) -> {
                  underWay.remove(key, ended);
                  if (failure == null) {
                    ended.complete(acted);
                  } else {
                    ended.completeExceptionally(failure);
                  }
                });
    return ended;
  }

  /** Most keys are new; of one that is not the answer says whether its value lies in pieces. */
  private CompletableFuture<ClientMessage.Acted> replace(Operation put) {
    return client
        .actLater(put.withIfVersion(0L))
        .thenCompose(
            first -> {
              Item before = first.outcome().item();
              return first.outcome().status() == Status.CONFLICT && before != null
                  ? client.actLater(put).thenCompose(done -> withoutPieces(before, done))
                  : CompletableFuture.completedFuture(first);
            });
  }

  private CompletableFuture<ClientMessage.Acted> withoutPieces(
      Item before, ClientMessage.Acted done) {
    List<CompletableFuture<?>> deletes = new ArrayList<>();
    if (done.outcome().status() == Status.DONE) {
      for (String piece : keysIn(String.valueOf(before.value()))) {
        // One that fails is swept later.
        deletes.add(client.actLater(Operation.delete(piece)).handle((acted, failure) -> "over"));
      }
    }
    return CompletableFuture.allOf(deletes.toArray(CompletableFuture<?>[]::new))
        .thenApply(unused -> done);
  }

  /** The value of a key, whole. */
  public ClientMessage.Acted get(String key) {
    ClientMessage.Acted got = client.act(Operation.get(key));
    for (int read = 1; read < READS; read++) {
      Item item = got.outcome().item();
      if (item == null || !isInPieces(item)) {
        return got;
      }
      String whole = join(String.valueOf(item.value()));
      if (whole != null) {
        Item joined = new Item(item.key(), whole, item.version(), item.expires());
        Outcome outcome = got.outcome();
        return new ClientMessage.Acted(
            got.rpc(),
            new Outcome(outcome.status(), joined, outcome.copies(), outcome.holder()),
            got.way());
      }
      got = client.act(Operation.get(key));
    }
    return new ClientMessage.Acted(got.rpc(), Outcome.unreachable(), got.way());
  }

  /** Deletes a key with all its pieces. */
  public ClientMessage.Acted delete(String key, @Nullable Long ifVersion) {
    Item before = client.act(Operation.get(key)).outcome().item();
    ClientMessage.Acted done = client.act(Operation.delete(key).withIfVersion(ifVersion));
    if (done.outcome().status() == Status.DONE && before != null) {
      deletePieces(before.value());
    }
    return done;
  }

  /**
   * Whether people may have such a pair; whoever writes it by another way asks here.
   *
   * @throws UnusableValueException if key or value is reserved, or the value too long
   */
  public static void requireAcceptable(String key, String value) {
    if (isPiece(key) || value.startsWith(LIST)) {
      throw UnusableValueException.of("value.ring.reserved", PIECE, LIST);
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_VALUE_BYTES) {
      throw UnusableValueException.of("value.ring.valueBytes", bytes, MAX_VALUE_BYTES);
    }
  }

  /** Never through the middle of a character. */
  private static List<String> cut(String value, int length) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    while (from < value.length()) {
      int to = Math.min(value.length(), from + length);
      if (to < value.length() && Character.isHighSurrogate(value.charAt(to - 1))) {
        to--;
      }
      pieces.add(value.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static String pieceKey(String token, int number) {
    return PIECE + token + ":" + number;
  }

  /** Null if a piece is not there. */
  private @Nullable String join(String list) {
    StringBuilder whole = new StringBuilder();
    for (String key : keysIn(list)) {
      Item piece = client.act(Operation.get(key)).outcome().item();
      String text = piece == null ? null : piece.value();
      String owner = text == null ? null : ownerOf(text);
      if (text == null || owner == null) {
        return null;
      }
      whole.append(text, headLength(owner), text.length());
    }
    return whole.toString();
  }

  private static int headLength(String owner) {
    return Integer.toString(owner.length()).length() + 1 + owner.length();
  }

  /** The key that a piece is for; null if it does not say. */
  private static @Nullable String ownerOf(String piece) {
    Matcher head = HEAD.matcher(piece);
    if (!head.lookingAt()) {
      return null;
    }
    int end = head.end() + Integer.parseInt(head.group(1));
    return end > piece.length() ? null : piece.substring(head.end(), end);
  }

  /**
   * What a sweep did.
   *
   * @param whole whether it saw everything
   */
  public record Swept(int removed, boolean whole) {}

  /**
   * Removes pieces that no value is made of: who was putting them died, or nobody answered it.
   *
   * @param before only those written before that time: later ones may be on their way
   */
  public Swept sweep(Instant before) throws InterruptedException {
    Sweep sweep = new Sweep(before);
    client.walk(sweep);
    return new Swept(sweep.removed, sweep.whole);
  }

  private final class Sweep implements DhtClient.Visitor {

    private final Instant before;
    private final Map<String, String> values = new HashMap<>();
    private int removed;
    private boolean whole = true;

    Sweep(Instant before) {
      this.before = before;
    }

    @Override
    public void item(NodeRef holder, Item item) {
      String text = item.value();
      String owner = isPiece(item.key()) && text != null ? ownerOf(text) : null;
      if (owner != null
          && item.version() < before.toEpochMilli()
          && isOrphan(item.key(), owner, values)) {
        Status status = client.act(Operation.delete(item.key())).outcome().status();
        removed += status == Status.DONE ? 1 : 0;
      }
    }

    @Override
    public void unseen(@Nullable NodeRef holder) {
      whole = false;
    }
  }

  private boolean isOrphan(String piece, String owner, Map<String, String> values) {
    if (!values.containsKey(owner)) {
      Outcome outcome = client.act(Operation.get(owner)).outcome();
      Item item = outcome.item();
      if (outcome.status() == Status.NOT_FOUND) {
        values.put(owner, "");
      } else if (outcome.status() == Status.DONE && item != null) {
        values.put(owner, String.valueOf(item.value()));
      } else {
        return false; // Nobody knows now.
      }
    }
    return !keysIn(values.getOrDefault(owner, "")).contains(piece);
  }

  private void deletePieces(@Nullable String list) {
    if (list != null) {
      keysIn(list).forEach(key -> client.act(Operation.delete(key)));
    }
  }

  private static List<String> keysIn(String list) {
    Matcher listed = LISTED.matcher(list);
    List<String> keys = new ArrayList<>();
    if (listed.matches()) {
      int count = Math.min(MAX_PIECES, Integer.parseInt(listed.group(2)));
      for (int i = 0; i < count; i++) {
        keys.add(pieceKey(listed.group(1), i));
      }
    }
    return keys;
  }
}
