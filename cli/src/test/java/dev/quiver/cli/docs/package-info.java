/** Types the commands of the README as a reader would. */
@NullMarked
package dev.quiver.cli.docs;

import org.jspecify.annotations.NullMarked;
