// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.explain.Explanation;
import io.concertim.view.history.Change;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.View;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains why an object is in the view, or why it is not. */
@Command(
    name = "explain",
    description = {
      "Print what each system says of an object, when that was read, and how the view shows it.",
      "Exit code: 1 if nothing is known of the object, 2 if the view of --at is not known."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private static final int LATEST = 10;

  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Parameters(paramLabel = "ID", description = "An id or a name of any of the systems.")
  private String id;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "How the view of then showed it: a time such as 2026-11-24T16:00:00Z, or how long ago:"
              + " PT1H. What the systems said then is not kept.")
  private String at;

  @Override
  public Integer call() throws IOException, InterruptedException {
    View view = data.view(at);
    Explanation explanation =
        at == null ? Explanation.of(id, data.state(), view) : Explanation.of(id, view);
    PrintWriter out = Output.to(spec.commandLine().getOut());
    if (at == null) {
      printSaid(explanation, out);
    } else {
      out.printf("The view of %s, generation %d:%n", view.writtenAt(), view.generation());
      out.println("  only the view's part: what the systems said then is not kept");
    }
    printShown(explanation, out);
    printChanges(explanation, at == null ? Instant.MAX : PastTime.of("--at", at, spec), out);
    out.flush();
    return explanation.isUnknown() ? 1 : 0;
  }

  private void printSaid(Explanation explanation, PrintWriter out) throws IOException {
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
  }

  private static void printShown(Explanation explanation, PrintWriter out) {
    out.println("What the view makes of it:");
    explanation.shown().forEach(line -> out.printf("  %s%n", line));
    explanation.problems().forEach(line -> out.printf("  %s%n", line));
    if (explanation.shown().isEmpty() && explanation.problems().isEmpty()) {
      out.println("  it is not in the view, and nothing was left out because of it");
    }
  }

  private void printChanges(Explanation explanation, Instant until, PrintWriter out)
      throws IOException {
    List<Change> changes =
        data.changes(
            change ->
                !change.at().isAfter(until)
                    && (explanation.ids().contains(change.id()) || id.equals(change.name())));
    out.println(at == null ? "What has changed lately:" : "What had changed until then:");
    changes.stream()
        .skip(Math.max(0, changes.size() - LATEST))
        .forEach(
            change -> out.printf("  %s  %s (%s)%n", change.at(), change.text(), change.because()));
    if (changes.isEmpty()) {
      out.println("  nothing in changes.jsonl");
    }
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
