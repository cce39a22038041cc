package dev.quiver.chat.client;

import dev.quiver.chat.ChatEvent;
import dev.quiver.chat.ChatEvent.Step;
import dev.quiver.chat.ChatLimits;
import dev.quiver.chat.ChatMessage;
import dev.quiver.chat.FileFault;
import dev.quiver.chat.UserName;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.QueueMissingException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Files that are offered, here or by others, and what becomes of them. A file is sent only when the
 * other one has accepted it, over a queue of its own, and believed only when its length and its
 * digest are those that were offered.
 */
final class Files implements AutoCloseable {

  /** Tells one person something. */
  @FunctionalInterface
  interface Teller {
    void tell(UserName other, ChatMessage message) throws InterruptedException;
  }

  private final Teller teller;
  private final ChatListener listener;
  private final Courier courier;
  private final SecureRandom ids = new SecureRandom();
  private final Transfers transfers = new Transfers();
  private final ExecutorService sending = Executors.newCachedThreadPool(Files::thread);

  /** How many files were accepted here. */
  private final AtomicLong accepted = new AtomicLong();

  /**
   * Up to which of them those of a person are not waited for: one did not come, and the others of
   * that person shall not each take as long while the files of others wait behind them.
   */
  private final Map<UserName, Long> silent = new ConcurrentHashMap<>();

  /** One at a time: they share one queue. */
  private final ExecutorService receiving = Executors.newSingleThreadExecutor(Files::thread);

  Files(
      Connections connections,
      Teller teller,
      ChatConfig config,
      ChatListener listener,
      UserName self) {
    this.teller = teller;
    this.listener = listener;
    this.courier = new Courier(connections, config.downloads(), self, config.file());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "chat-file");
    thread.setDaemon(true);
    return thread;
  }

  String offer(UserName to, Path path) throws IOException {
    long bytes = sendable(path);
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
          transfers.offering(new Transfers.Outgoing(to, path, offer));
          teller.tell(to, offer);
        },
        why -> step(id, to, name, Step.FAILED, bytes, null, why));
    return id;
  }

  /** The length of that file, if it can be sent. */
  private static long sendable(Path path) throws IOException {
    if (!java.nio.file.Files.exists(path)) {
      throw new FileFault(FileFault.Kind.ABSENT, path.toString());
    }
    if (!java.nio.file.Files.isRegularFile(path)) {
      throw new FileFault(FileFault.Kind.NO_FILE, path.toString());
    }
    if (!java.nio.file.Files.isReadable(path)) {
      throw new FileFault(FileFault.Kind.UNREADABLE, path.toString());
    }
    long bytes = java.nio.file.Files.size(path);
    if (bytes > ChatLimits.FILE_BYTES) {
      throw new FileFault(FileFault.Kind.TOO_LONG, Long.toString(bytes));
    }
    return bytes;
  }

  List<ChatMessage.Offered> offers() {
    return transfers.offers();
  }

  boolean accept(String id) {
    Transfers.Incoming wanted = transfers.accept(id);
    if (wanted == null) {
      return false;
    }
    ChatMessage.Offered offer = wanted.offer();
    long number = accepted.incrementAndGet();
    work(
        receiving,
        () -> {
          Path path = received(wanted, number);
          step(id, wanted.from(), offer.name(), Step.RECEIVED, offer.bytes(), path, null);
          teller.tell(wanted.from(), new ChatMessage.Arrived(id, true));
        },
        why -> {
          step(id, wanted.from(), offer.name(), Step.FAILED, offer.bytes(), null, why);
          tell(wanted.from(), new ChatMessage.Arrived(id, false));
        });
    return true;
  }

  private Path received(Transfers.Incoming wanted, long number)
      throws IOException, InterruptedException {
    UserName from = wanted.from();
    try {
      if (number <= silent.getOrDefault(from, 0L)) {
        throw new FileFault(FileFault.Kind.SILENT, "0");
      }
      ChatMessage ready = new ChatMessage.Answered(wanted.offer().file(), true);
      return courier.receive(from, wanted.offer(), () -> teller.tell(from, ready));
    } catch (FileFault fault) {
      if (fault.kind() == FileFault.Kind.SILENT && number > silent.getOrDefault(from, 0L)) {
        silent.put(from, accepted.get());
      }
      throw fault;
    } finally {
      transfers.came(from);
    }
  }

  boolean refuse(String id) {
    Transfers.Incoming unwanted = transfers.refuse(id);
    if (unwanted == null) {
      return false;
    }
    tell(unwanted.from(), new ChatMessage.Answered(id, false));
    return true;
  }

  /** Somebody says something about a file. */
  void heard(UserName sender, ChatMessage message) {
    if (message instanceof ChatMessage.Offered offer) {
      offered(sender, offer);
    } else if (message instanceof ChatMessage.Answered answer) {
      answered(sender, answer);
    } else if (message instanceof ChatMessage.Arrived arrived) {
      Transfers.Outgoing sent = transfers.endOf(sender, arrived.file());
      if (sent != null) {
        step(
            arrived.file(),
            sender,
            sent.offer().name(),
            arrived.intact() ? Step.DELIVERED : Step.FAILED,
            sent.offer().bytes(),
            null,
            arrived.intact() ? null : new FileFault(FileFault.Kind.NOT_THERE, ""));
      }
    }
  }

  private void offered(UserName sender, ChatMessage.Offered offer) {
    Transfers.Taken taken = transfers.offered(sender, offer);
    if (taken == Transfers.Taken.KEPT) {
      listener.heard(new ChatEvent.FileOffered(sender, offer));
    } else if (taken == Transfers.Taken.FULL) {
      tell(sender, new ChatMessage.Answered(offer.file(), false, true));
    }
  }

  private void answered(UserName sender, ChatMessage.Answered answer) {
    Transfers.Outgoing asked =
        answer.accepted()
            ? transfers.accepted(sender, answer.file())
            : transfers.endOf(sender, answer.file());
    if (asked == null) {
      return;
    }
    ChatMessage.Offered offer = asked.offer();
    if (!answer.accepted()) {
      Exception why =
          answer.full()
              ? new FileFault(FileFault.Kind.TOO_MANY, Integer.toString(Transfers.MOST_OF_ONE))
              : null;
      Step step = answer.full() ? Step.FAILED : Step.REFUSED;
      step(offer.file(), sender, offer.name(), step, offer.bytes(), null, why);
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
          transfers.endOf(sender, offer.file());
          step(offer.file(), sender, offer.name(), Step.FAILED, offer.bytes(), null, why);
        });
  }

  /** An offer or an answer did not get through. */
  void notTold(UserName to, ChatMessage message, @Nullable QuiverMessagingException why) {
    if (why != null && message instanceof ChatMessage.Offered offer) {
      if (transfers.endOf(to, offer.file()) != null) {
        step(
            offer.file(),
            to,
            offer.name(),
            Step.FAILED,
            offer.bytes(),
            null,
            why instanceof QueueMissingException
                ? new FileFault(FileFault.Kind.NO_ACCOUNT, to.value())
                : why);
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
      @Nullable Exception why) {
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

  private void work(ExecutorService on, Job job, Consumer<Exception> failed) {
    transfers.begin();
    try {
      on.execute(
          () -> {
            try {
              job.run();
            } catch (IOException | UncheckedIOException | QuiverMessagingException e) {
              failed.accept(e);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              transfers.end();
            }
          });
    } catch (RejectedExecutionException e) {
      // It is being closed.
      transfers.end();
    }
  }

  /** Waits until nothing is under way and no offer is unanswered; false if that took longer. */
  boolean awaitIdle(Duration patience) throws InterruptedException {
    return transfers.awaitIdle(patience);
  }

  /** Gives up what is under way. */
  @Override
  public void close() {
    sending.shutdownNow();
    receiving.shutdownNow();
  }
}
