/** Test support: a pseudo-terminal with somebody who types at it. */
@NullMarked
package dev.quiver.messaging.terminal;

import org.jspecify.annotations.NullMarked;
