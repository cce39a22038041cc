package dev.quiver.cli.up;

import dev.quiver.broker.TlsConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet is like.
 *
 * @param data the broker's data folder
 * @param logs where the log files go
 * @param host the address on which the broker listens
 * @param port its port, 0 for a free one; the backup of a pair has the next one
 * @param namespace what all addresses begin with
 * @param supervise whether a process that ends is started again
 * @param pair whether there are two brokers, of which one waits
 * @param tls how the broker is encrypted; null for not at all
 */
public record FleetPlan(
    Path data,
    Path logs,
    String host,
    int port,
    String namespace,
    boolean supervise,
    boolean pair,
    @Nullable TlsConfig tls) {}
