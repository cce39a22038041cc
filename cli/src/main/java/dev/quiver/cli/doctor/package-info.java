/**
 * {@code quiver doctor}: {@link dev.quiver.cli.doctor.BrokerLook} asks a broker, {@link
 * dev.quiver.cli.doctor.BrokerFacts} is what it answered, {@link dev.quiver.cli.doctor.Diagnosis}
 * judges that, {@link dev.quiver.cli.doctor.Finding} is what is told.
 */
@NullMarked
package dev.quiver.cli.doctor;

import org.jspecify.annotations.NullMarked;
