/**
 * A watchdog for a broker: {@link dev.quiver.cli.supervise.Supervisor} runs it as a child and kills
 * it when it hangs; {@link dev.quiver.cli.supervise.BrokerProbe} is the request by which that is
 * noticed.
 */
@NullMarked
package dev.quiver.cli.supervise;

import org.jspecify.annotations.NullMarked;
