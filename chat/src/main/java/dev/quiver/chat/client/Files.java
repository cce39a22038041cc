package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatEvent.Step;
import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Files that are offered, here or by others, and what becomes of them. A file is sent only when the
 * other one has accepted it, over a queue of its own, and believed only when its length and its
 * digest are those that were offered.
 */
final class Files implements AutoCloseable {

  private static final int MOST_OFFERS = 100;

  /** Tells one person something. */
  @FunctionalInterface
  interface Teller {
    void tell(UserName other, ChatMessage message) throws InterruptedException;
  }

  private record Outgoing(UserName to, Path path, ChatMessage.Offered offer) {}

  private record Incoming(UserName from, ChatMessage.Offered offer) {}

  private final Teller teller;
  private final ChatListener listener;
  private final Courier courier;
  private final SecureRandom ids = new SecureRandom();
  private final Map<String, Outgoing> outgoing = new HashMap<>();
  private final Map<String, Incoming> incoming = new LinkedHashMap<>();
  private final ExecutorService sending = Executors.newCachedThreadPool(Files::thread);

  /** One at a time: they share one queue. */
  private final ExecutorService receiving = Executors.newSingleThreadExecutor(Files::thread);

  private int working;

  Files(
      Connections connections,
      Teller teller,
      Path downloads,
      ChatListener listener,
      UserName self) {
    this.teller = teller;
    this.listener = listener;
    this.courier = new Courier(connections, downloads, self);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "chat-file");
    thread.setDaemon(true);
    return thread;
  }

  String offer(UserName to, Path path) throws IOException {
    if (!java.nio.file.Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!java.nio.file.Files.isReadable(path)) {
      throw new AccessDeniedException(path.toString());
    }
    long bytes = java.nio.file.Files.size(path);
    if (bytes > ChatLimits.FILE_BYTES) {
      throw new IllegalArgumentException(
          "the file has " + bytes + " bytes, more than the allowed " + ChatLimits.FILE_BYTES);
    }
    String id = String.format(java.util.Locale.ROOT, "%08x", ids.nextInt());
    String whole = String.valueOf(path.getFileName());
    String name =
        whole.length() > ChatMessage.MAX_FILE_NAME
            ? whole.substring(0, ChatMessage.MAX_FILE_NAME)
            : whole;
    work(
        sending,
        () -> {
          ChatMessage.Offered offer =
              new ChatMessage.Offered(id, name, bytes, Courier.sha256(path));
          synchronized (this) {
            outgoing.put(id, new Outgoing(to, path, offer));
          }
          teller.tell(to, offer);
        },
        why -> step(id, to, name, Step.FAILED, bytes, null, why));
    return id;
  }

  synchronized List<ChatMessage.Offered> offers() {
    return incoming.values().stream().map(Incoming::offer).toList();
  }

  boolean accept(String id) {
    Incoming wanted = remove(id);
    if (wanted == null) {
      return false;
    }
    ChatMessage.Offered offer = wanted.offer();
    work(
        receiving,
        () -> {
          Path path =
              courier.receive(
                  wanted.from(),
                  offer,
                  () -> teller.tell(wanted.from(), new ChatMessage.Answered(id, true)));
          step(id, wanted.from(), offer.name(), Step.RECEIVED, offer.bytes(), path, null);
          teller.tell(wanted.from(), new ChatMessage.Arrived(id, true));
        },
        why -> {
          step(id, wanted.from(), offer.name(), Step.FAILED, offer.bytes(), null, why);
          tell(wanted.from(), new ChatMessage.Arrived(id, false));
        });
    return true;
  }

  boolean refuse(String id) {
    Incoming unwanted = remove(id);
    if (unwanted == null) {
      return false;
    }
    tell(unwanted.from(), new ChatMessage.Answered(id, false));
    return true;
  }

  private synchronized @Nullable Incoming remove(String id) {
    return incoming.remove(id);
  }

  /** Somebody says something about a file. */
  void heard(UserName sender, ChatMessage message) {
    if (message instanceof ChatMessage.Offered offer) {
      offered(sender, offer);
    } else if (message instanceof ChatMessage.Answered answer) {
      answered(sender, answer);
    } else if (message instanceof ChatMessage.Arrived arrived) {
      Outgoing sent = ours(sender, arrived.file(), true);
      if (sent != null) {
        step(
            arrived.file(),
            sender,
            sent.offer().name(),
            arrived.intact() ? Step.DELIVERED : Step.FAILED,
            sent.offer().bytes(),
            null,
            arrived.intact() ? null : "it did not arrive there as it was offered");
      }
    }
  }

  private void offered(UserName sender, ChatMessage.Offered offer) {
    synchronized (this) {
      if (incoming.size() >= MOST_OFFERS
          || incoming.putIfAbsent(offer.file(), new Incoming(sender, offer)) != null) {
        return;
      }
    }
    listener.heard(new ChatEvent.FileOffered(sender, offer));
  }

  private void answered(UserName sender, ChatMessage.Answered answer) {
    Outgoing asked = ours(sender, answer.file(), !answer.accepted());
    if (asked == null) {
      return;
    }
    ChatMessage.Offered offer = asked.offer();
    if (!answer.accepted()) {
      step(offer.file(), sender, offer.name(), Step.REFUSED, offer.bytes(), null, null);
      return;
    }
    step(offer.file(), sender, offer.name(), Step.SENDING, offer.bytes(), null, null);
    work(
        sending,
        () -> {
          courier.send(asked.to(), offer, asked.path());
          step(offer.file(), sender, offer.name(), Step.SENT, offer.bytes(), null, null);
        },
        why -> {
          ours(sender, offer.file(), true);
          step(offer.file(), sender, offer.name(), Step.FAILED, offer.bytes(), null, why);
        });
  }

  private synchronized @Nullable Outgoing ours(UserName other, String id, boolean remove) {
    Outgoing known = outgoing.get(id);
    if (known == null || !known.to().equals(other)) {
      return null;
    }
    if (remove) {
      outgoing.remove(id);
      notifyAll();
    }
    return known;
  }

  /** An offer or an answer did not get through. */
  void notTold(ChatMessage message, @Nullable QuiverMessagingException why) {
    if (why != null && message instanceof ChatMessage.Offered offer) {
      Outgoing known;
      synchronized (this) {
        known = outgoing.remove(offer.file());
        notifyAll();
      }
      if (known != null) {
        step(
            offer.file(),
            known.to(),
            offer.name(),
            Step.FAILED,
            offer.bytes(),
            null,
            String.valueOf(why.getMessage()));
      }
    }
  }

  private void step(
      String id,
      UserName other,
      String name,
      Step step,
      long bytes,
      @Nullable Path path,
      @Nullable String why) {
    listener.heard(new ChatEvent.FileStep(id, other, name, step, bytes, path, why));
  }

  /** Off the thread that hears, which must not wait for the outbox. */
  private void tell(UserName other, ChatMessage message) {
    work(sending, () -> teller.tell(other, message), why -> {});
  }

  @FunctionalInterface
  private interface Job {
    void run() throws IOException, InterruptedException;
  }

  private void work(ExecutorService on, Job job, java.util.function.Consumer<String> failed) {
    synchronized (this) {
      working++;
    }
    try {
      on.execute(
          () -> {
            try {
              job.run();
            } catch (IOException | UncheckedIOException | QuiverMessagingException e) {
              failed.accept(String.valueOf(e.getMessage()));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              ended();
            }
          });
    } catch (RejectedExecutionException e) {
      // It is being closed.
      ended();
    }
  }

  private synchronized void ended() {
    working--;
    notifyAll();
  }

  /** Waits until nothing is under way and no offer is unanswered; false if that took longer. */
  synchronized boolean awaitIdle(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (working > 0 || !outgoing.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(Math.max(1, left / 1_000_000));
    }
    return true;
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    sending.shutdownNow();
    receiving.shutdownNow();
  }
}
