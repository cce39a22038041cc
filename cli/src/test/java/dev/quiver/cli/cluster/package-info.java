/** Several brokers within this process: a designated one, and a cluster for the pools beside it. */
@NullMarked
package dev.quiver.cli.cluster;

import org.jspecify.annotations.NullMarked;
