/** {@code quiver certs}: certificates for development and small installations. */
@NullMarked
package dev.quiver.cli.certs;

import org.jspecify.annotations.NullMarked;
