package dev.quiver.tasks.wire;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * Takes a large message's body up to a limit, and swallows the rest. It never throws: a stream that
 * throws keeps the client from granting the broker further credit, and the consumer would be dead.
 */
final class BoundedSink extends OutputStream {

  private final OutputStream target;
  private final long most;
  private long seen;
  private @Nullable IOException failure;

  BoundedSink(OutputStream target, long most) {
    this.target = target;
    this.most = most;
  }

  /**
   * Reads that message's body to its end.
   *
   * @throws IOException if the target could not take it, or the connection broke
   */
  void drain(ClientMessage message) throws IOException {
    try {
      message.saveToOutputStream(this);
    } catch (ActiveMQException e) {
      throw new IOException("the body could not be received: " + e.getMessage(), e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** How many bytes came, also those that were swallowed. */
  long seen() {
    return seen;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    seen += length;
    if (seen > most || failure != null) {
      return;
    }
    try {
      target.write(source, offset, length);
    } catch (IOException e) {
      failure = e;
    }
  }
}
