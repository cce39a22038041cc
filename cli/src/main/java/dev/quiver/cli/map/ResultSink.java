package dev.quiver.cli.map;

/** Writes results, one after the other, on one thread. */
interface ResultSink {

  /**
   * Writes one.
   *
   * @throws dev.quiver.cli.output.OutputClosedException if nobody reads any more
   */
  void write(MapResult result);
}
