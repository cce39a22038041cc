/** Certificates, and a broker that is encrypted with them. */
@NullMarked
package dev.quiver.cli.certs;

import org.jspecify.annotations.NullMarked;
