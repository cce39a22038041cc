package dev.quiver.dht;

/**
 * A stretch of the circle, without its beginning and with its end: what a node holds lies after its
 * predecessor, up to itself. From a place to itself it is the whole circle.
 */
public record Range(Id after, Id upTo) {

  public boolean contains(Id id) {
    return Id.betweenOrEnd(after, id, upTo);
  }

  @Override
  public String toString() {
    return "(" + after + ", " + upTo + "]";
  }
}
