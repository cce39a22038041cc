/**
 * A whole platform for the time of one run: {@link dev.quiver.cli.platform.EmbeddedPlatform} is a
 * broker in this process and workers in their own.
 */
@NullMarked
package dev.quiver.cli.platform;

import org.jspecify.annotations.NullMarked;
