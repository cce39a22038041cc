package dev.quiver.cli.map;

import dev.quiver.tasks.Payload;

/**
 * A result on its way to the output, with the room it still takes.
 *
 * @param cost given back when it has been written
 */
record Done(MapResult result, Window.Cost cost) {

  /** About how much the result itself takes here. */
  long heldBytes() {
    Payload payload = result.result();
    if (payload instanceof Payload.Streamed streamed) {
      // In memory, or in a file that is kept open for it.
      return streamed.bytes();
    }
    return payload == null ? 0 : 2L * ((Payload.Text) payload).text().length();
  }
}
