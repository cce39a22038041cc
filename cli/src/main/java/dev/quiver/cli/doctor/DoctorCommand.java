package dev.quiver.cli.doctor;

import dev.quiver.broker.Role;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.Version;
import dev.quiver.cli.config.ConnectionChoice;
import dev.quiver.cli.config.ConnectionFlags;
import dev.quiver.cli.output.JsonLine;
import dev.quiver.messaging.connection.BrokerConnection;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionSettings;
import dev.quiver.messaging.connection.Connections;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.Use;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.shell.LostToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiver doctor}: looks whether a broker is as it must be, and says how to mend it. */
@Command(name = "doctor")
public final class DoctorCommand implements Callable<Integer> {

  private final CommandContext context;

  @Mixin private ConnectionFlags connection = new ConnectionFlags();

  @Option(names = "--json")
  private boolean json;

  @Option(names = "--new-token")
  private boolean newToken;

  DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ConnectionChoice choice = context.connect(connection, Role.ADMIN.label());
    ConnectionSettings settings = choice.settings("quiver doctor");
    List<Finding> findings = new ArrayList<>();
    int exit;
    try (Connections connections = Connections.to(settings)) {
      BrokerConnection broker = connections.connect(Use.FENCED);
      findings.add(
          Finding.ok("reachable", "doctor.reachable", String.join(", ", connections.servers())));
      int login = findings.size();
      findings.add(Finding.ok("login", "doctor.login", choice.user()));
      if (newToken) {
        findings.add(replaceToken(broker));
      }
      try (BrokerLook look = BrokerLook.on(broker, context.clock())) {
        BrokerFacts facts = look.look(choice.namespace(), serving(settings, connections.servers()));
        findings.set(login, Finding.ok("login", "doctor.login.admin", choice.user()));
        findings.addAll(Diagnosis.of(facts, choice.namespace(), Version.number()));
      }
      exit = ExitCode.DONE;
    } catch (QuiverMessagingException e) {
      exit = exitOf(e);
      findings.add(ofFailure(e, exit, choice));
    }
    findings.forEach(this::tell);
    sayHowMany(findings);
    context.out().flush();
    boolean mend = findings.stream().anyMatch(each -> each.state() == Finding.State.PROBLEM);
    return exit == ExitCode.DONE && mend ? ExitCode.WORK_FAILED : exit;
  }

  /** Nobody can lead without one; a second one beside a leader would do harm. */
  private Finding replaceToken(BrokerConnection broker) {
    LostToken.Result result = LostToken.replace(broker, context.clock());
    if (result instanceof LostToken.Result.Made made) {
      return Finding.ok("token", "doctor.token.made", made.epoch());
    }
    return result instanceof LostToken.Result.Led led
        ? Finding.problem("token", "doctor.token.led", led.leader())
        : Finding.warning("token", "doctor.token.there");
  }

  /** Of a pair one lets us in; if both do, each believes to be the live one. */
  private static List<String> serving(ConnectionSettings settings, List<String> servers) {
    if (servers.size() == 1) {
      return servers;
    }
    List<String> serving = new ArrayList<>();
    for (Map.Entry<String, ConnectionSettings> each : settings.singly().entrySet()) {
      try (Connections one = Connections.to(each.getValue())) {
        one.connect(Use.FENCED);
        serving.add(each.getKey());
      } catch (BrokerUnreachableException waits) {
        // As one of the two must.
      }
    }
    return serving;
  }

  private static int exitOf(QuiverMessagingException failure) {
    boolean denied =
        failure instanceof LoginRefusedException
            || failure instanceof NotAuthorisedException
            || isNotAdmin(failure);
    if (denied) {
      return ExitCode.NOT_AUTHORISED;
    }
    return failure instanceof RefusedByBrokerException
            || failure instanceof UnreadableAnswerException
        ? ExitCode.WORK_FAILED
        : ExitCode.BROKER_UNREACHABLE;
  }

  private static boolean isNotAdmin(QuiverMessagingException failure) {
    return failure instanceof RefusedByBrokerException refused
        && refused.reason().equals(BrokerLook.NOT_ADMIN);
  }

  private Finding ofFailure(QuiverMessagingException failure, int exit, ConnectionChoice choice) {
    if (failure instanceof UnreadableAnswerException unreadable) {
      return unreadable.finding();
    }
    String words = Printable.harmlessLines(context.explain(failure));
    if (exit == ExitCode.NOT_AUTHORISED) {
      return isNotAdmin(failure) || failure instanceof NotAuthorisedException
          ? Finding.problem("login", "doctor.login.notAdmin", choice.user())
          : Finding.problem("login", "doctor.login.refused", words);
    }
    return Finding.problem("reachable", "doctor.reachable.not", words);
  }

  private void tell(Finding finding) {
    boolean well = finding.state() == Finding.State.OK;
    Messages words = json ? Messages.of(CommandContext.class, Locale.ENGLISH) : context.text();
    Object[] values = finding.values().stream().map(DoctorCommand::harmless).toArray();
    String text = words.format(finding.key(), values);
    String mend = well ? null : words.format(finding.key() + ".mend", values);
    String state = finding.state().name().toLowerCase(Locale.ROOT);
    if (json) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("check", finding.check())
                  .put("state", state)
                  .put("text", text)
                  .put("mend", mend)
                  .end());
      return;
    }
    context.out().line("[" + words.format("doctor.state." + state) + "] " + text);
    if (mend != null) {
      context.out().line("    " + mend);
    }
  }

  private static Object harmless(Object value) {
    return value instanceof String text ? Printable.harmlessLines(text) : value;
  }

  private void sayHowMany(List<Finding> findings) {
    if (!json) {
      context.say(
          "doctor.sum",
          findings.size(),
          findings.stream().filter(each -> each.state() == Finding.State.PROBLEM).count(),
          findings.stream().filter(each -> each.state() == Finding.State.WARNING).count());
    }
  }
}
