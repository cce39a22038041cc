package dev.quiver.cli;

import dev.quiver.broker.BrokerStartException;
import dev.quiver.broker.Role;
import dev.quiver.broker.UnusableException;
import dev.quiver.broker.UserAdmin;
import dev.quiver.broker.UserAdminException;
import dev.quiver.cli.output.OutputClosedException;
import dev.quiver.cli.output.OutputFailedException;
import dev.quiver.cli.platform.TemporaryFolderException;
import dev.quiver.messaging.codec.RejectedMessageException;
import dev.quiver.messaging.connection.QuiverMessagingException;
import dev.quiver.messaging.text.Messages;
import dev.quiver.messaging.text.Printable;
import dev.quiver.messaging.text.UnusableValueException;
import dev.quiver.multicast.log.BadLogException;
import dev.quiver.numbers.log.LogLanguage;
import dev.quiver.numbers.log.LogNotWritableException;
import dev.quiver.tasks.history.BrokenHistoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to tell people about an exception, and what to exit with. The one place where the two are
 * decided.
 *
 * @param exitCode see {@link ExitCode}
 * @param words what happened and how to mend it; null to say nothing
 * @param isBug whether nobody has foreseen it, so that its trace is worth asking for
 */
record ErrorReport(int exitCode, @Nullable String words, boolean isBug) {

  static ErrorReport of(Throwable failure, Messages text) {
    if (failure instanceof CommandFailure known) {
      return new ErrorReport(known.exitCode(), known.words(), false);
    }
    if (failure instanceof OutputClosedException) {
      return new ErrorReport(ExitCode.OUTPUT_CLOSED, null, false);
    }
    if (failure instanceof OutputFailedException output) {
      return new ErrorReport(
          ExitCode.WORK_FAILED,
          text.format("error.output", Printable.harmless(output.reason())),
          false);
    }
    if (failure instanceof InterruptedException) {
      return new ErrorReport(ExitCode.INTERRUPTED, null, false);
    }
    if (failure instanceof QuiverMessagingException broker) {
      return BrokerErrors.report(broker, text);
    }
    if (failure instanceof LogNotWritableException log) {
      return new ErrorReport(
          ExitCode.WORK_FAILED,
          text.format(
              "error.log",
              Printable.harmless(log.file()),
              Printable.harmless(log.reason(LogLanguage.of(text.locale())))),
          false);
    }
    if (failure instanceof BrokenHistoryException history) {
      return new ErrorReport(
          ExitCode.USAGE,
          text.format(
              "error.history",
              Printable.harmless(history.file()),
              history.line(),
              Printable.harmless(history.reason())),
          false);
    }
    if (failure instanceof UserAdminException admin) {
      return new ErrorReport(exitCodeOf(admin), wordsOf(admin, text), false);
    }
    if (failure instanceof BrokerStartException start) {
      boolean misused =
          start instanceof BrokerStartException.BadConfig
              || start instanceof BrokerStartException.TlsUnusable
              || start instanceof BrokerStartException.HostUnusable;
      return new ErrorReport(
          misused ? ExitCode.USAGE : ExitCode.WORK_FAILED, wordsOf(start, text), false);
    }
    if (failure instanceof TemporaryFolderException temporary) {
      return new ErrorReport(ExitCode.WORK_FAILED, wordsOf(temporary, text), false);
    }
    if (failure instanceof FileSystemException file && file.getFile() != null) {
      return new ErrorReport(
          ExitCode.WORK_FAILED, wordsOf(file, Path.of(file.getFile()), text), false);
    }
    Throwable io = failure instanceof UncheckedIOException ? failure.getCause() : null;
    if (io != null) {
      return of(io, text);
    }
    if (failure instanceof CharacterCodingException) {
      return new ErrorReport(
          ExitCode.WORK_FAILED, text.format("error.notText", harmless(failure)), false);
    }
    if (failure instanceof IOException) {
      return new ErrorReport(
          ExitCode.WORK_FAILED, text.format("error.io", harmless(failure)), false);
    }
    if (failure instanceof BadLogException log) {
      return new ErrorReport(
          ExitCode.USAGE, Printable.harmlessLines(log.words(text.locale())), false);
    }
    if (failure instanceof UnusableValueException value) {
      return new ErrorReport(
          ExitCode.USAGE, Printable.harmlessLines(value.words(text.locale())), false);
    }
    if (failure instanceof RejectedMessageException odd) {
      return new ErrorReport(
          ExitCode.WORK_FAILED,
          text.format("error.odd", Printable.harmlessLines(odd.words(text.locale()))),
          false);
    }
    if (failure instanceof UnusableException unusable) {
      return new ErrorReport(
          ExitCode.USAGE,
          text.format("error.unusable." + unusable.key(), harmless(unusable.values())),
          false);
    }
    if (failure instanceof IllegalArgumentException argument) {
      return new ErrorReport(ExitCode.USAGE, told(argument, text), false);
    }
    return new ErrorReport(
        ExitCode.WORK_FAILED, text.format("error.unforeseen", harmless(failure)), true);
  }

  private static int exitCodeOf(UserAdminException failure) {
    return switch (failure.kind()) {
      case UNREACHABLE -> ExitCode.BROKER_UNREACHABLE;
      case NOT_ADMIN, LOGIN_REFUSED -> ExitCode.NOT_AUTHORISED;
      case BAD_NAME, BAD_PASSWORD, BAD_ROLE -> ExitCode.USAGE;
      case EXISTS, UNKNOWN, SYSTEM, FAILED -> ExitCode.WORK_FAILED;
    };
  }

  static String key(Enum<?> fault) {
    return fault.name().toLowerCase(Locale.ROOT);
  }

  private static String wordsOf(UserAdminException failure, Messages text) {
    String about = failure.about();
    String shown = about == null ? "" : Printable.harmless(about);
    return switch (failure.kind()) {
      case LOGIN_REFUSED -> text.format("error.loginOf", shown);
      case NOT_ADMIN -> text.format("error.user.notAdmin");
      case EXISTS -> text.format("error.user.exists", shown);
      case UNKNOWN -> text.format("error.user.unknown", shown);
      case SYSTEM -> text.format("error.user.system", shown);
      case BAD_NAME -> text.format("error.user.name", shown);
      case BAD_PASSWORD -> text.format("error.user.password", UserAdmin.SHORTEST_PASSWORD);
      case BAD_ROLE -> text.format("error.user.role", labels());
      case UNREACHABLE ->
          about == null
              ? text.format("error.user.silent")
              : text.format("error.unreachable", shown);
      case FAILED -> text.format("error.user.failed", harmless(failure));
    };
  }

  private static String labels() {
    return Stream.of(Role.values()).map(Role::label).collect(Collectors.joining(", "));
  }

  private static String wordsOf(BrokerStartException failure, Messages text) {
    return text.format("error.start." + failure.key(), harmless(failure.values()));
  }

  private static String wordsOf(TemporaryFolderException failure, Messages text) {
    String folder = Printable.harmless(failure.folder());
    return failure instanceof TemporaryFolderException.Full full
        ? text.format("error.temporaryFull", folder, full.room().freeMib(), full.room().neededMib())
        : text.format("error.temporary", folder);
  }

  /** The message of the file system, which for some exceptions is no more than the path. */
  private static String wordsOf(IOException failure, Path path, Messages text) {
    if (failure instanceof NoSuchFileException) {
      return text.format("error.file.absent", Printable.harmless(path.toString()));
    }
    if (failure instanceof AccessDeniedException) {
      return text.format("error.file.denied", Printable.harmless(path.toString()));
    }
    return text.format("error.file.other", Printable.harmless(path.toString()), harmless(failure));
  }

  private static Object[] harmless(String[] values) {
    return Stream.of(values).map(Printable::harmless).toArray();
  }

  /** Its message, in the reader's language if it is one of ours. */
  static String told(Throwable failure, Messages text) {
    String message = failure.getMessage();
    return message == null
        ? harmless(failure)
        : Printable.harmlessLines(Told.in(text.locale(), message));
  }

  static String harmless(Throwable failure) {
    String message = failure.getMessage();
    return Printable.harmlessLines(message == null ? failure.getClass().getSimpleName() : message);
  }
}
