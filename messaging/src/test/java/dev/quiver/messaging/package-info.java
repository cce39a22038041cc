/**
 * Test support for every module that speaks over the broker: {@link
 * dev.quiver.messaging.BrokerFixture} is a broker that can be stopped and started, {@code protocol}
 * has the simulator, {@code text} the check that bundles agree.
 */
@NullMarked
package dev.quiver.messaging;

import org.jspecify.annotations.NullMarked;
