package dev.quiver.messaging.connection;

import org.jspecify.annotations.Nullable;

/** The broker's disk is full, or fuller than it may be; nothing is taken until there is room. */
public final class DiskFullException extends QuiverMessagingException {

  private static final long serialVersionUID = 1L;

  public DiskFullException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
