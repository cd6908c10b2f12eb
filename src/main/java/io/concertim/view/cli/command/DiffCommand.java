package io.concertim.view.cli.command;

import io.concertim.view.config.ViewConfig;
import io.concertim.view.model.view.View;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
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

/** Tells what two views show differently. */
@Command(
    name = "diff",
    description = {
      "Tell what two views show differently: stored ones, what the Python services stored, or what a"
          + " sync would publish now. It publishes nothing.",
      "Each VIEW is a data directory, a view.json, a view.pickle, or the word now. Without any, the"
          + " view in --data-dir is compared with now; one is compared with the view in --data-dir.",
      "Ends with 0 if they are the same but for known defects of the Python program, with 1 if they"
          + " differ or a system could not be read."
    },
    mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
  private static final String NOW = "now";

  private final SystemsNow systems;
  private boolean incomplete;

  @Spec private CommandSpec spec;
  @Mixin private StoredData data;
  @Mixin private ConfigOption config;

  @Parameters(arity = "0..2", paramLabel = "VIEW", description = "What to compare.")
  private List<String> views = new ArrayList<>();

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "For now: route files here replace the built-in ones of the same name.")
  private Path routes;

  @Option(names = "--json", description = "One JSON object a line, for each difference.")
  private boolean json;

  /** Reads what a sync would publish. */
  @FunctionalInterface
  public interface SystemsNow {
    /**
     * Reads the systems and maps what they say, but publishes nothing.
     *
     * @param stored the data directory whose knowledge it goes on from
     * @param routes a directory with route files that replace built-in ones, or null
     */
    View read(ViewConfig config, Path stored, Path routes) throws Exception;
  }

  public DiffCommand(SystemsNow systems) {
    this.systems = systems;
  }

  @Override
  public Integer call() throws Exception {
    String stored = data.path().toString();
    List<String> both =
        switch (views.size()) {
          case 0 -> List.of(stored, NOW);
          case 1 -> List.of(views.get(0), stored);
          default -> views;
        };
    ComparedView first = view(both.get(0));
    ComparedView second = view(both.get(1));
    Comparison comparison = Comparison.of(first, second);
    if (json) {
      printJson(comparison);
    } else {
      print(comparison, first, second);
    }
    return !incomplete && comparison.known() == comparison.lines().size() ? 0 : 1;
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
      view = systems.read(settings, data.path(), routes);
    }
    tellWhatIsMissing(view);
    return new ComparedView(NOW, view, false);
  }

  private void print(Comparison comparison, ComparedView first, ComparedView second) {
    PrintWriter out = Output.to(spec.commandLine().getOut());
    comparison.lines().forEach(line -> out.println(line.told(first.name(), second.name())));
    out.printf("%s: %s%n%s: %s%n", first.name(), first.size(), second.name(), second.size());
    out.printf("%d differences", comparison.lines().size());
    if (comparison.known() > 0) {
      out.printf(", %d of them known defects of the Python program", comparison.known());
    }
    out.println();
    out.flush();
  }

  private void printJson(Comparison comparison) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (Comparison.Line line : comparison.lines()) {
      out.println(StoreJson.MAPPER.writeValueAsString(line));
    }
    out.flush();
  }

  /** Tells what was not read of what the view shows as it is now. */
  private void tellWhatIsMissing(View view) {
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
