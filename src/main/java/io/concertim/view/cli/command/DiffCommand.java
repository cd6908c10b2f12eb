// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.app.DryRun;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.model.view.View;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the differences between two views. */
@Command(
    name = "diff",
    description = {
      "Compare two views: stored ones, that of the Python services, or what a sync would publish"
          + " now. This publishes nothing.",
      "--at compares an earlier view, as the history has it, with VIEW or another --at.",
      "Each VIEW is a data directory, a view.json, a view.pickle, or the word now. Without any, the"
          + " view in --data-dir is compared with now; one is compared with the view in --data-dir.",
      "Exit code: 0 if the views are the same but for known defects of the Python program, 1 if"
          + " they differ or a system could not be read."
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
  private static final String NOW = "now";

  private boolean incomplete;

  @Spec private CommandSpec spec;
  @Mixin private StoredData data;
  @Mixin private ConfigOption config;

  @Parameters(arity = "0..2", paramLabel = "VIEW", description = "What to compare.")
  private List<String> views = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description =
          "The view in --data-dir as it was then: a time such as 2026-11-24T16:00:00Z, or how long"
              + " ago: PT1H. Once or twice.")
  private List<String> times = new ArrayList<>();

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      defaultValue = "${env:CONCERTIM_VIEW_ROUTES_DIR}",
      description = "For now: route files here replace the built-in ones of the same name.")
  private Path routes;

  @Option(names = "--json", description = "One JSON object a line, for each difference.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    List<ComparedView> both = new ArrayList<>();
    for (String time : times) {
      both.add(new ComparedView(time, data.view(time), false));
    }
    for (String name : named()) {
      both.add(view(name));
    }
    if (both.size() > 2) {
      throw new ParameterException(spec.commandLine(), "only two views can be compared");
    }
    ComparedView first = both.get(0);
    ComparedView second = both.get(1);
    Comparison comparison = Comparison.of(first, second);
    if (json) {
      Output.json(spec.commandLine().getOut(), comparison.lines());
    } else {
      print(comparison, first, second);
    }
    return !incomplete && comparison.known() == comparison.lines().size() ? 0 : 1;
  }

  /** The views beside those of a time; what is not named is the stored view, or that of now. */
  private List<String> named() {
    String stored = data.path().toString();
    return switch (times.size() + views.size()) {
      case 0 -> List.of(stored, NOW);
      case 1 -> views.isEmpty() ? List.of(stored) : List.of(views.get(0), stored);
      default -> views;
    };
  }

  private ComparedView view(String name) throws Exception {
    if (name.equals(NOW)) {
      return now();
    }
    try {
      return ComparedView.stored(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private ComparedView now() throws Exception {
    ViewConfig settings = config.load();
    View view;
    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
      progress.now("reading Concertim, OpenStack and Kill Bill");
      view = DryRun.sync(settings, data.path(), routes);
    }
    printUnread(view);
    return new ComparedView(NOW, view, false);
  }

  private void print(Comparison comparison, ComparedView first, ComparedView second) {
    PrintWriter out = Output.to(spec.commandLine().getOut());
    comparison.lines().forEach(line -> out.println(line.text(first.name(), second.name())));
    out.printf("%s: %s%n%s: %s%n", first.name(), first.size(), second.name(), second.size());
    out.printf("%d differences", comparison.lines().size());
    if (comparison.known() > 0) {
      out.printf(", %d of them known defects of the Python program", comparison.known());
    }
    out.println();
    out.flush();
  }

  /** Prints which sources could not be read for the view of now. */
  private void printUnread(View view) {
    PrintWriter err = Output.to(spec.commandLine().getErr());
    view.sources()
        .forEach(
            (source, status) -> {
              if (!status.complete()) {
                incomplete = true;
                err.printf("%s was not read completely: %s%n", source.label(), status.reason());
              }
            });
    err.flush();
  }
}
