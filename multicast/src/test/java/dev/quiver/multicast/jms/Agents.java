package dev.quiver.multicast.jms;

import dev.quiver.messaging.connection.Connections;
import dev.quiver.multicast.PeerMessage;
import dev.quiver.multicast.log.PeerLog.End;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Peers that follow the server, as threads. */
final class Agents implements AutoCloseable, PeerAgent.Listener {

  final ExecutorService threads = Executors.newCachedThreadPool();
  private final Connections connections;
  private final Path folder;
  private final List<PeerAgent> agents = new ArrayList<>();
  final List<End> ends = new CopyOnWriteArrayList<>();
  volatile int delivered;

  /**
   * @param folder where their logs go
   */
  Agents(Connections connections, Path folder) {
    this.connections = connections;
    this.folder = folder;
  }

  Future<Void> start(String id, boolean joins) {
    PeerAgent agent = new PeerAgent(connections, "lab", id, folder, joins, this);
    agents.add(agent);
    return threads.submit(
        () -> {
          agent.run();
          return null;
        });
  }

  @Override
  public synchronized void told(PeerMessage message) {
    if (message instanceof PeerMessage.Delivered) {
      delivered++;
    }
  }

  @Override
  public void registered(int number) {}

  @Override
  public void cameTooLate(int round) {}

  @Override
  public void waitingForManager() {}

  @Override
  public void started(int round, RoundConfig config) {}

  @Override
  public void missed(int round) {}

  @Override
  public void ended(int round, PeerRound.Result result) {
    ends.add(result.end());
  }

  @Override
  public void close() {
    agents.forEach(PeerAgent::close);
    threads.shutdownNow();
  }
}
