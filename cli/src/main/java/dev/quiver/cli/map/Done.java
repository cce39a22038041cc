package dev.quiver.cli.map;

import dev.quiver.tasks.Payload;

/**
 * A result on its way to the output, with the room it still takes.
 *
 * @param cost given back when it has been written
 */
record Done(MapResult result, Window.Cost cost) {

  /** About how much memory the result itself takes. */
  long heldBytes() {
    return result.result() instanceof Payload.Text text ? 2L * text.text().length() : 0;
  }
}
