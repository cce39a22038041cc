package dev.quiver.cli;

import dev.quiver.chat.client.NameInUseException;
import dev.quiver.messaging.connection.AddressFullException;
import dev.quiver.messaging.connection.BrokerUnreachableException;
import dev.quiver.messaging.connection.ConnectionLostException;
import dev.quiver.messaging.connection.DiskFullException;
import dev.quiver.messaging.connection.LoginRefusedException;
import dev.quiver.messaging.connection.MemberLoginException;
import dev.quiver.messaging.connection.NotAuthorisedException;
import dev.quiver.messaging.connection.NotOurBrokerException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.connection.RefusedByBrokerException;
import dev.quiver.messaging.connection.RolledBackException;
import dev.quiver.messaging.connection.TlsException;
import dev.quiver.messaging.connection.TlsFault;
import dev.quiver.messaging.connection.UnknownOutcomeException;
import dev.quiver.messaging.connection.UsersNotStampedException;
import dev.quiver.messaging.reply.ReplyTimeoutException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.orchestrator.ask.NoLeaderException;
import dev.quiver.orchestrator.shell.OrchestratorIdInUseException;
import dev.quiver.tasks.client.ClientIdInUseException;
import dev.quiver.tasks.client.PayloadTooLargeException;
import dev.quiver.tasks.client.PayloadUnreadableException;
import dev.quiver.tasks.client.SubmitUnknownException;
import dev.quiver.tasks.client.TaskUnsendableException;
import dev.quiver.tasks.client.UnknownTypeException;
import dev.quiver.tasks.client.UnknownWorkerException;
import dev.quiver.tasks.worker.WorkerIdInUseException;
import java.util.stream.Stream;

/** What to tell people when the broker, or somebody behind it, did not do what it was asked. */
final class BrokerErrors {

  private BrokerErrors() {}

  static ErrorReport report(QuiverMessagingException failure, Messages text) {
    if (failure instanceof BrokerUnreachableException absent) {
      return absent.unknownHosts().isEmpty()
          ? unreachable(text, "unreachable", String.join(", ", absent.servers()))
          : unreachable(text, "unknownHost", String.join(", ", absent.unknownHosts()));
    }
    if (failure instanceof NotOurBrokerException foreign) {
      return unreachable(text, "foreign", foreign.server(), foreign.found());
    }
    if (failure instanceof UsersNotStampedException open) {
      return unreachable(text, "notStamped", open.server());
    }
    if (failure instanceof TlsException tls) {
      return of(
          exitCodeOf(tls.fault()),
          text,
          "tls." + ErrorReport.key(tls.fault()),
          tls.server(),
          tls.detail());
    }
    if (failure instanceof LoginRefusedException login) {
      String user = login.user();
      return user == null ? denied(text, "login") : denied(text, "loginOf", user);
    }
    if (failure instanceof MemberLoginException login) {
      return denied(text, "memberLogin", login.user(), login.server());
    }
    if (failure instanceof NameInUseException taken) {
      return denied(text, "nameInUse", taken.name());
    }
    if (failure instanceof NotAuthorisedException denied) {
      return denied(text, "denied", denied.user(), denied.permission(), denied.address());
    }
    return failed(failure, text);
  }

  /** What nobody can mend by saying who or where they are. */
  private static ErrorReport failed(QuiverMessagingException failure, Messages text) {
    if (failure instanceof DiskFullException) {
      return failed(text, "diskFull");
    }
    if (failure instanceof UnknownTypeException unknown) {
      return failed(text, "unknownType", unknown.type().name());
    }
    if (failure instanceof UnknownWorkerException unknown) {
      return failed(text, "unknownWorker", unknown.worker().value());
    }
    if (failure instanceof NoLeaderException) {
      return failed(text, "noLeader");
    }
    if (failure instanceof WorkerIdInUseException taken) {
      return failed(text, "workerInUse", taken.id());
    }
    if (failure instanceof OrchestratorIdInUseException taken) {
      return failed(text, "orchestratorInUse", taken.id());
    }
    if (failure instanceof ClientIdInUseException taken) {
      return failed(text, "clientInUse", taken.clientId());
    }
    if (failure instanceof SubmitUnknownException unknown) {
      return failed(text, "submitUnknown", unknown.taskId().value());
    }
    if (failure instanceof PayloadTooLargeException large) {
      String most = Long.toString(large.mostBytes() >> 20);
      return failed(text, "payloadTooLarge", large.taskId().value(), most);
    }
    if (failure instanceof PayloadUnreadableException unread) {
      return failed(text, "payloadUnreadable", unread.taskId().value());
    }
    if (failure instanceof TaskUnsendableException unsendable) {
      return failed(text, "unsendable", unsendable.taskId().value());
    }
    if (failure instanceof ReplyTimeoutException silence) {
      return failed(text, "noReply", silence.queue());
    }
    if (failure instanceof ConnectionLostException) {
      return failed(text, "connectionLost");
    }
    if (failure instanceof UnknownOutcomeException) {
      return failed(text, "unknownOutcome");
    }
    if (failure instanceof RolledBackException) {
      return failed(text, "rolledBack");
    }
    if (failure instanceof AddressFullException) {
      return failed(text, "addressFull");
    }
    if (failure instanceof RefusedByBrokerException refused) {
      return failed(text, "refused", Told.in(text.locale(), refused.words()));
    }
    return new ErrorReport(ExitCode.WORK_FAILED, ErrorReport.told(failure, text), false);
  }

  private static ErrorReport unreachable(Messages text, String key, String... values) {
    return of(ExitCode.BROKER_UNREACHABLE, text, key, values);
  }

  private static ErrorReport denied(Messages text, String key, String... values) {
    return of(ExitCode.NOT_AUTHORISED, text, key, values);
  }

  private static ErrorReport failed(Messages text, String key, String... values) {
    return of(ExitCode.WORK_FAILED, text, key, values);
  }

  private static ErrorReport of(int exit, Messages text, String key, String... values) {
    Object[] shown = Stream.of(values).map(Printable::harmless).toArray();
    return new ErrorReport(exit, text.format("error." + key, shown), false);
  }

  /** A broker that cannot be believed is none of ours; one that does not believe us refuses us. */
  private static int exitCodeOf(TlsFault fault) {
    return switch (fault) {
      case CERTIFICATE_DEMANDED, CERTIFICATE_REFUSED -> ExitCode.NOT_AUTHORISED;
      case FILES -> ExitCode.USAGE;
      default -> ExitCode.BROKER_UNREACHABLE;
    };
  }
}
