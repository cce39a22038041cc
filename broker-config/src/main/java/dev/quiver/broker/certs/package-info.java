/**
 * Certificates for development and small installations. {@link
 * dev.quiver.broker.certs.CertificateFolder} is what {@code quiver certs} makes: an {@code
 * Authority}, a broker's certificate and those of clients, as the files that {@link
 * dev.quiver.broker.TlsConfig} and clients take.
 */
@NullMarked
package dev.quiver.broker.certs;

import org.jspecify.annotations.NullMarked;
