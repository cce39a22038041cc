package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.broker.guard.QuiverPlugin;
import dev.quiver.messaging.connection.AddressFullException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.UsersNotStampedException;
import dev.quiver.messaging.text.BundlesAgree;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Sayings;
import dev.quiver.messaging.text.SayingsAgree;
import dev.quiver.tasks.TaskId;
import dev.quiver.tasks.client.ClientIdInUseException;
import dev.quiver.tasks.client.SubmitUnknownException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerErrorsTest {

  private static final Messages ENGLISH = Messages.of(Cli.class, Locale.ENGLISH);
  private static final Messages PORTUGUESE = Messages.of(Cli.class, Locale.forLanguageTag("pt"));

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new AddressFullException("full", null), 1, ""),
        Arguments.of(new ConnectionLostException("gone", null), 1, ""),
        Arguments.of(new DiskFullException("full", null), 1, ""),
        Arguments.of(new RolledBackException("undone", null), 1, ""),
        Arguments.of(new UnknownOutcomeException("silent", null), 1, ""),
        Arguments.of(
            new RefusedByBrokerException("flood", "200 a second", null), 1, "200 a second"),
        Arguments.of(new ClientIdInUseException("laptop"), 1, "laptop"),
        Arguments.of(
            new SubmitUnknownException(new TaskId("t-1"), Duration.ofSeconds(8), null), 1, "t-1"),
        Arguments.of(new UsersNotStampedException("mars:61616"), 3, "mars:61616"),
        Arguments.of(new LoginRefusedException("maria", null), 4, "maria"),
        Arguments.of(new NotAuthorisedException("maria", "SEND", "a.b", null), 4, "a.b"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachIsSaidInBothLanguages(QuiverMessagingException failure, int exitCode, String about) {
    ErrorReport english = ErrorReport.of(failure, ENGLISH);
    ErrorReport portuguese = ErrorReport.of(failure, PORTUGUESE);

    assertThat(english.exitCode()).isEqualTo(exitCode).isEqualTo(portuguese.exitCode());
    assertThat(english.isBug() || portuguese.isBug()).isFalse();
    assertThat(english.words()).contains(about).doesNotContain("{0}");
    assertThat(portuguese.words()).contains(about).doesNotContain("{0}");
    assertThat(portuguese.words()).isNotEqualTo(english.words());
  }

  @Test
  void whateverOurPluginRefusesIsSaidInBothLanguages() {
    BundlesAgree.check(QuiverPlugin.class);
    SayingsAgree.check(Sayings.of(QuiverPlugin.class), QuiverPlugin.class);
    String flood =
        "the user ana sends more than 100 chat messages a second (at once 1000); send fewer, the"
            + " next in a second";

    assertThat(ErrorReport.of(new RefusedByBrokerException("flood", flood, null), PORTUGUESE))
        .extracting(ErrorReport::words)
        .isEqualTo(
            "O broker recusou: o usuário ana envia mais de 100 mensagens de chat por segundo (de"
                + " uma vez 1000); envie menos, a próxima daqui a um segundo");
  }

  @Test
  void whatTheBrokerSaysCannotMoveTheCursor() {
    ErrorReport report =
        ErrorReport.of(new RefusedByBrokerException("", "\u001b[2Jno", null), ENGLISH);

    assertThat(Objects.requireNonNull(report.words())).doesNotContain("\u001b").contains("no");
  }
}
