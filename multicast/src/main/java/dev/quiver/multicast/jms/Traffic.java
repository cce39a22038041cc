package dev.quiver.multicast.jms;

/**
 * What a peer's round has cost.
 *
 * @param framesOut messages that it sent to the broker
 * @param framesIn messages that the broker sent to it
 * @param words protocol messages, from one peer to one other, as theory counts them
 */
public record Traffic(long framesOut, long framesIn, long words) {

  /** Of nobody. */
  public static final Traffic NONE = new Traffic(0, 0, 0);

  public Traffic plus(Traffic other) {
    return new Traffic(framesOut + other.framesOut, framesIn + other.framesIn, words + other.words);
  }
}
