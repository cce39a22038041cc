/** The images and compose files of the platform, and the tests that run them in containers. */
@NullMarked
package dev.quiver.docker;

import org.jspecify.annotations.NullMarked;
