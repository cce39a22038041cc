package dev.quiver.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;

class ExpectationsTest {

  private final Expectations expected = Expectations.of("ns");

  @Test
  void theyNameWhatTheBrokerDeclares() {
    assertThat(expected.addresses()).contains("DLQ", "ns.tasks.dead", "ns.tasks.events");
    assertThat(expected.queues())
        .contains(
            new Expectations.ExpectedQueue(
                "ns.orchestrators.leader", "ns.orchestrators.leader", true, false),
            new Expectations.ExpectedQueue(
                "ns.tasks.cancel.tombstones", "ns.tasks.cancel", false, true));
  }

  @Test
  void aSettingInheritsFromTheMoreGeneralOnes() {
    assertThat(expected.samples()).contains("ns.x", "ns.tasks.submit.x", "ns.presence.x");
    assertThat(expected.settings("ns.tasks.submit.x"))
        .containsEntry("dead-letter-address", "DLQ")
        .containsEntry("expiry-address", "ns.tasks.expired")
        .containsEntry("default-exclusive-queue", "true")
        .containsEntry("max-delivery-attempts", "-1");
    assertThat(expected.settings("elsewhere")).containsEntry("dead-letter-address", "");
  }

  @Test
  void whatABrokerAnswersIsReadTheSameWay() {
    AddressSettings odd = new AddressSettings().setMaxDeliveryAttempts(7);
    assertThat(Expectations.read(odd.toJSON())).containsEntry("max-delivery-attempts", "7");
    assertThat(Expectations.read(odd.toJSON()).keySet())
        .isEqualTo(expected.settings("ns.x").keySet());
    assertThatThrownBy(() -> Expectations.read("no")).isInstanceOf(IllegalArgumentException.class);
  }
}
