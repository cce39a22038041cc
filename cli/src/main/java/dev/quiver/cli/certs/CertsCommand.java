package dev.quiver.cli.certs;

import dev.quiver.broker.certs.CertificateFolder;
import dev.quiver.cli.CommandContext;
import dev.quiver.cli.ExitCode;
import dev.quiver.cli.output.JsonLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiver certs}: makes an authority and certificates for a broker and its clients. */
@Command(name = "certs")
public final class CertsCommand implements Callable<Integer> {

  /** A little more than a year, so that a yearly renewal is in time. */
  private static final int DAYS = 397;

  private final CommandContext context;

  @Parameters(index = "0", paramLabel = "DIR")
  private Path folder = Path.of("");

  @Option(names = "--host", paramLabel = "NAME")
  private List<String> hosts = new ArrayList<>();

  @Option(names = "--client", paramLabel = "NAME")
  private List<String> clients = new ArrayList<>();

  @Option(names = "--days", paramLabel = "DAYS")
  private int days = DAYS;

  @Option(names = "--json")
  private boolean json;

  CertsCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Path whole = folder.toAbsolutePath().normalize();
    CertificateFolder.Wanted wanted =
        new CertificateFolder.Wanted(hosts, clients, Duration.ofDays(days));
    for (CertificateFolder.Made made : CertificateFolder.make(whole, wanted, context.clock())) {
      tell(made);
    }
    context.out().flush();
    if (!json) {
      context.say("certs.next", whole);
    }
    return ExitCode.DONE;
  }

  private void tell(CertificateFolder.Made made) {
    String until = made.until().toString();
    if (json) {
      context
          .out()
          .line(
              new JsonLine()
                  .put("file", made.file().toString())
                  .put("kind", made.kind())
                  .put("hosts", made.hosts())
                  .put("until", until)
                  .end());
      return;
    }
    context
        .out()
        .line(
            context
                .text()
                .format(
                    "certs." + made.kind(),
                    made.file().getFileName(),
                    until.substring(0, until.indexOf('T')),
                    String.join(", ", made.hosts())));
  }
}
