/**
 * What the broker does beyond Artemis' own settings: a plugin that guards and sweeps.
 *
 * <p>{@link dev.quiver.broker.guard.QuiverPlugin} is where Artemis calls in. {@code MessageRules}
 * says which messages are refused (size, keys, who may speak for a submitter, delays), {@code
 * NameRules} which queues and addresses, {@code StreamLimit} stops a large message while it is
 * still streaming, {@code PersonalRights} gives each user the space named after it. {@code
 * AddressFacts} is what is known of one address, looked up once a message. {@code Sweeper} removes
 * variable queues nobody uses, {@code Refusals} words and counts every refusal.
 */
@NullMarked
package dev.quiver.broker.guard;

import org.jspecify.annotations.NullMarked;
