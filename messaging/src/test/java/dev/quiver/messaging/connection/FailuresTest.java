package dev.quiver.messaging.connection;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQAddressDoesNotExistException;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQIOErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQIllegalStateException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQObjectClosedException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.ActiveMQSessionCreationException;
import org.apache.activemq.artemis.api.core.ActiveMQTransactionOutcomeUnknownException;
import org.apache.activemq.artemis.api.core.ActiveMQTransactionRolledBackException;
import org.apache.activemq.artemis.api.core.ActiveMQUnBlockedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ActiveMQDuplicateIdException("AMQ229060"), DuplicateIdException.class),
        Arguments.of(
            new ActiveMQTransactionOutcomeUnknownException("?"), UnknownOutcomeException.class),
        Arguments.of(new ActiveMQUnBlockedException("?"), UnknownOutcomeException.class),
        Arguments.of(new ActiveMQConnectionTimedOutException("?"), UnknownOutcomeException.class),
        Arguments.of(new ActiveMQTransactionRolledBackException("x"), RolledBackException.class),
        Arguments.of(new ActiveMQAddressFullException("AMQ229102"), AddressFullException.class),
        Arguments.of(
            new ActiveMQAddressFullException("AMQ229119: Disk Capacity is Low"),
            DiskFullException.class),
        Arguments.of(new ActiveMQIOErrorException("no space"), DiskFullException.class),
        Arguments.of(new ActiveMQNonExistentQueueException("q"), QueueMissingException.class),
        Arguments.of(new ActiveMQAddressDoesNotExistException("a"), QueueMissingException.class),
        Arguments.of(new ActiveMQNotConnectedException("x"), ConnectionLostException.class),
        Arguments.of(new ActiveMQDisconnectedException("x"), ConnectionLostException.class),
        Arguments.of(
            new ActiveMQSessionCreationException("AMQ229034: Server not started"),
            ConnectionLostException.class),
        Arguments.of(
            new ActiveMQSessionCreationException("AMQ229210: too many sessions"),
            RefusedByBrokerException.class),
        Arguments.of(new ActiveMQObjectClosedException("x"), ConnectionLostException.class),
        Arguments.of(
            new ActiveMQSecurityException(
                "AMQ229032: User: ana does not have permission='SEND' on address quiver.x"),
            NotAuthorisedException.class),
        Arguments.of(
            new ActiveMQSecurityException("AMQ229031: Unable to validate user"),
            LoginRefusedException.class),
        Arguments.of(
            new ActiveMQIllegalStateException("too large"), RefusedByBrokerException.class),
        Arguments.of(
            new ActiveMQException("refused (no-queue): nobody serves it"),
            QueueMissingException.class),
        Arguments.of(
            new ActiveMQException("refused (disk-full): free some"), DiskFullException.class),
        Arguments.of(
            new ActiveMQSecurityException("refused (foreign-key): not yours"),
            RefusedByBrokerException.class),
        Arguments.of(new ActiveMQException("refused"), RefusedByBrokerException.class));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellsTheCasesApartAlsoWhenWrappedForJms(ActiveMQException failure, Class<?> expected) {
    assertThat(Failures.translate(failure)).isExactlyInstanceOf(expected);
    JMSException jms = new JMSException("wrapped");
    jms.setLinkedException(failure);
    assertThat(Failures.translate(jms)).isExactlyInstanceOf(expected);
    JMSException caused = new JMSException("caused");
    caused.initCause(failure);
    assertThat(Failures.translate(caused)).isExactlyInstanceOf(expected);
  }

  @ParameterizedTest
  @EnumSource(ActiveMQExceptionType.class)
  void hasAnAnswerToEveryTypeThereIs(ActiveMQExceptionType type) {
    assertThat(Failures.translate(type.createException("words")).getMessage()).isNotBlank();
  }

  @Test
  void aRefusalOfThePluginKeepsItsWord() {
    assertThat(Failures.translate(new ActiveMQException("refused (message-too-large): 5 bytes")))
        .isInstanceOfSatisfying(
            RefusedByBrokerException.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo("message-too-large");
              assertThat(refusal).hasMessageContaining("5 bytes");
            });
  }

  @Test
  void aBrokenConnectionIsSaidInOurWords() {
    assertThat(
            Failures.translate(
                new ActiveMQUnBlockedException("AMQ219016: Connection failure detected")))
        .hasMessageContaining("the connection to the broker broke")
        .hasMessageNotContaining("AMQ219016");
  }

  @Test
  void whatIsOursAlreadyStays() {
    QuiverMessagingException ours = new RolledBackException("x", null);
    assertThat(Failures.translate(ours)).isSameAs(ours);
  }

  @Test
  void anInterruptIsKept() {
    assertThat(Failures.translate(new ActiveMQInterruptedException(new InterruptedException())))
        .isInstanceOf(UnknownOutcomeException.class);
    assertThat(Thread.interrupted()).isTrue();
    Exception wrapped =
        new ActiveMQInternalErrorException(
            "AMQ219001: Failed to create session",
            new ActiveMQInterruptedException(new InterruptedException()));
    assertThat(Failures.translate(wrapped)).isInstanceOf(UnknownOutcomeException.class);
    assertThat(Thread.interrupted()).as("also one that is wrapped").isTrue();
  }
}
