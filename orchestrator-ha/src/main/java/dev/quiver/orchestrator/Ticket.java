package dev.quiver.orchestrator;

/**
 * One message that was received and not acknowledged yet, as the shell numbers it. It is void after
 * a rollback and after the reign: the broker delivers the message again, under another ticket.
 */
public record Ticket(long number) implements Comparable<Ticket> {
  @Override
  public int compareTo(Ticket other) {
    return Long.compare(number, other.number);
  }
}
