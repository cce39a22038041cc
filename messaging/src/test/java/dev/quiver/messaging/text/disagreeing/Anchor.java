package dev.quiver.messaging.text.disagreeing;

/** Beside it lie bundles that disagree, for the control. */
public final class Anchor {
  private Anchor() {}
}
