/** What of a run's own platform can be tried without a broker. */
@NullMarked
package dev.quiver.cli.platform;

import org.jspecify.annotations.NullMarked;
