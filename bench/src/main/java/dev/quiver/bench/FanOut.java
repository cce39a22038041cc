package dev.quiver.bench;

/**
 * What one run of a group brought, in which every member sent to all.
 *
 * @param perMember messages that a member delivered in a second
 * @param p50Ms within which half of the deliveries were made, from send to delivery
 * @param p99Ms within which 99 of 100 were
 */
record FanOut(double perMember, double p50Ms, double p99Ms) {

  /** A group of processes whose members all send to all. */
  interface Group extends AutoCloseable {

    /**
     * Runs once.
     *
     * @param messages how many each member sends
     * @param pauseMs before each message; 0 for as fast as it goes
     */
    FanOut measure(int messages, int pauseMs) throws Exception;

    @Override
    void close() throws java.io.IOException;
  }
}
