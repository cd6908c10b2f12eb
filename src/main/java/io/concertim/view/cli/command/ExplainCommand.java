package io.concertim.view.cli.command;

import io.concertim.view.explain.Explanation;
import io.concertim.view.history.Change;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import io.concertim.view.store.State;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells why something is in the view, or why it is not. */
@Command(
    name = "explain",
    description = {
      "Tell what each system says of an object, when it was read, and what the view makes of it.",
      "Ends with 1 if nothing is known of it."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private static final int LATEST = 10;

  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Parameters(paramLabel = "ID", description = "An id or a name of any of the systems.")
  private String id;

  @Override
  public Integer call() throws IOException, InterruptedException {
    State state = data.state();
    View view = data.view();
    Explanation explanation = Explanation.of(id, state, view);
    PrintWriter out = Output.to(spec.commandLine().getOut());
    out.println("What the systems say of " + id + ":");
    for (Observation seen : explanation.observations()) {
      out.printf("  %s%n", said(seen));
    }
    for (Observation seen : explanation.mentions()) {
      out.printf("  named by %s%n", said(seen));
    }
    for (Observation seen : explanation.joined()) {
      out.printf("  joined with %s%n", said(seen));
    }
    if (explanation.isUnknown()) {
      out.println("  nothing: it is not there, or was never read. Try resync.");
    }
    out.println("What the view makes of it:");
    explanation.shown().forEach(line -> out.printf("  %s%n", line));
    explanation.problems().forEach(line -> out.printf("  %s%n", line));
    if (explanation.shown().isEmpty() && explanation.problems().isEmpty()) {
      out.println("  it is not in the view, and nothing was left out because of it");
    }
    List<Change> changes =
        data.changes(change -> explanation.ids().contains(change.id()) || id.equals(change.name()));
    out.println("What has changed lately:");
    changes.stream()
        .skip(Math.max(0, changes.size() - LATEST))
        .forEach(
            change -> out.printf("  %s  %s (%s)%n", change.at(), change.told(), change.because()));
    if (changes.isEmpty()) {
      out.println("  nothing that changes.jsonl tells of");
    }
    out.flush();
    return explanation.isUnknown() ? 1 : 0;
  }

  private static String said(Observation seen) throws IOException {
    Kind kind = seen.kind();
    return "%s, %s %s, read at %s: %s"
        .formatted(
            kind.source().label(),
            kind.label(),
            seen.id(),
            HybridClock.instant(seen.seen()),
            seen.isGone() ? "gone" : StoreJson.MAPPER.writeValueAsString(seen.fact()));
  }
}
