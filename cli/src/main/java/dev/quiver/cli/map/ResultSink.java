package dev.quiver.cli.map;

/** Writes results, one after the other, on one thread. */
interface ResultSink {

  /**
   * Writes one.
   *
   * @throws dev.quiver.cli.output.OutputClosedException if nobody reads any more
   * @throws dev.quiver.cli.output.OutputFailedException if they cannot be written
   */
  void write(MapResult result);
}
