/** {@code quiver demo}: what shows the platform at work, each in one command. */
@NullMarked
package dev.quiver.cli.demo;

import org.jspecify.annotations.NullMarked;
