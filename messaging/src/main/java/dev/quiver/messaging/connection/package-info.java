/**
 * How a role reaches the broker.
 *
 * <p>{@link dev.quiver.messaging.connection.ConnectionSettings} says where the broker is and who
 * comes; {@link dev.quiver.messaging.connection.Connections} makes {@link
 * dev.quiver.messaging.connection.BrokerConnection}s from it, at once for commands or waiting for a
 * broker that is away for roles, and Jakarta JMS connection factories. {@link
 * dev.quiver.messaging.connection.BrokerUrl} knows the parameters that the client library needs and
 * {@link dev.quiver.messaging.connection.ServiceProbe} tells a broker from whatever else may listen
 * on its port, inside TLS {@link dev.quiver.messaging.connection.TlsProbe}. {@link
 * dev.quiver.messaging.connection.TlsFolder} has the certificates.
 *
 * <p>What goes wrong is a {@link dev.quiver.messaging.connection.QuiverMessagingException} of a
 * type that says what to do about it; {@link dev.quiver.messaging.connection.Failures} translates
 * the library's exceptions into them.
 */
@NullMarked
package dev.quiver.messaging.connection;

import org.jspecify.annotations.NullMarked;
