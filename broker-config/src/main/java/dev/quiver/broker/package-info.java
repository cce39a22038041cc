/**
 * The broker's side of Quiver: everything that makes an Apache Artemis broker the one thing the
 * roles share.
 *
 * <p>{@link dev.quiver.broker.QuiverBroker} runs it embedded, as {@link
 * dev.quiver.broker.BrokerConfig} says. The broker is described once, in {@code broker.xml}; {@code
 * BrokerXml} substitutes what differs. {@link dev.quiver.broker.DataFolder} says where things lie,
 * {@link dev.quiver.broker.Credentials} holds the drawn passwords, {@code UserFiles} and {@code
 * Realms} make them known to JAAS, and {@link dev.quiver.broker.UserAdmin} changes users while the
 * broker runs. What Artemis' own settings cannot say (sizes, names, claims, disuse) is in the
 * package {@code guard}; {@link dev.quiver.broker.TlsConfig} encrypts the acceptor, and the package
 * {@code certs} makes certificates for it.
 */
@NullMarked
package dev.quiver.broker;

import org.jspecify.annotations.NullMarked;
