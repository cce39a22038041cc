package dev.quiver.messaging.text.agreeing;

/** Beside it lie bundles that agree. */
public final class Anchor {
  private Anchor() {}
}
