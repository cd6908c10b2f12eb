package io.concertim.view.cli.command;

import io.concertim.view.history.Change;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what has changed in the view. */
@Command(
    name = "history",
    description = {
      "Print what has changed in the view, when and why, the oldest first.",
      "Ends with 1 if nothing has."
    },
    mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only later ones: a time such as 2026-11-24T16:00:00Z, or how long ago: PT1H.")
  private String since;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only those of this object: its id in the cloud, or its name.")
  private String id;

  @Option(names = "--json", description = "One JSON object a line, as in changes.jsonl.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Instant from = since == null ? Instant.MIN : since();
    List<Change> changes =
        data.changes(
            change ->
                !change.at().isBefore(from)
                    && (id == null || id.equals(change.id()) || id.equals(change.name())));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter plain = Output.to(out);
    for (Change change : changes) {
      if (json) {
        out.println(StoreJson.MAPPER.writeValueAsString(change));
      } else {
        plain.printf("%s  %s  (%s)%n", change.at(), change.told(), change.because());
      }
    }
    plain.flush();
    out.flush();
    return changes.isEmpty() ? 1 : 0;
  }

  private Instant since() {
    try {
      return since.startsWith("P")
          ? Instant.now().minus(Duration.parse(since))
          : Instant.parse(since);
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since: expected a time such as 2026-11-24T16:00:00Z or a duration such as PT1H, found "
              + since,
          e);
    }
  }
}
