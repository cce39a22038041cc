package dev.quiver.dht.jms;

/** There is no such ring, or none of its nodes answers. */
public final class NoRingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String ring;

  NoRingException(String ring, String why) {
    super(why);
    this.ring = ring;
  }

  public String ring() {
    return ring;
  }
}
