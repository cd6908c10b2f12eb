// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.cli.check.CheckResult.Result;
import io.concertim.view.cli.check.Checklist;
import io.concertim.view.cli.check.Exposure;
import io.concertim.view.cli.check.FileCheck;
import io.concertim.view.cli.check.SystemChecks;
import io.concertim.view.config.ConfigException;
import io.concertim.view.config.ViewConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks everything that the services need, and changes nothing. */
@Command(
    name = "check",
    description = {
      "Check the configuration, the files, the three systems, the message queue and the targets of"
          + " view.notify, and say what is wrong and what to do. This changes nothing.",
      "Exit code: 0 if nothing fails, 1 if something does, 2 if the configuration is wrong."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoredData data;
  @Mixin private ConfigOption config;
  @Mixin private AccountNames names;

  @Option(
      names = "--log-dir",
      paramLabel = "DIR",
      defaultValue = "${env:CONCERTIM_VIEW_LOG_DIR:-var/log}",
      description = "Where the log is written (default: ${DEFAULT-VALUE}).")
  private Path logDirectory;

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      defaultValue = "${env:CONCERTIM_VIEW_ROUTES_DIR}",
      description = "Where route files replace the built-in ones.")
  private Path routes;

  @Option(names = "--json", description = "One JSON object a line, for each item.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    Clock clock = Clock.systemUTC();
    Checklist list = new Checklist();
    Optional<ViewConfig> settings = load(list);
    new FileCheck(list, clock).run(config.file(), data.path(), logDirectory);
    Exposure.of(
            config.file(), routes, logDirectory, settings.map(known -> known.view().management()))
        .forEach(found -> found.note(list));
    if (settings.isPresent()) {
      try (Progress progress = Progress.on(spec.commandLine().getErr())) {
        boolean listens = data.saysListening(clock.instant());
        new SystemChecks(list, settings.get(), names.accounts(), listens, clock).run(progress::now);
      }
    }
    if (json) {
      Output.json(spec.commandLine().getOut(), list.findings());
    } else {
      print(list);
    }
    if (settings.isEmpty()) {
      return ExitCode.USAGE;
    }
    return list.count(Result.FAIL) == 0 ? 0 : 1;
  }

  private Optional<ViewConfig> load(Checklist list) {
    try {
      ViewConfig settings = config.load();
      list.note("files", "configuration", Result.OK, config.file() + " has no mistakes");
      return Optional.of(settings);
    } catch (ConfigException e) {
      e.mistakes().forEach(line -> list.note("files", "configuration", Result.FAIL, line));
      return Optional.empty();
    }
  }

  private void print(Checklist list) {
    PrintWriter out = Output.to(spec.commandLine().getOut());
    list.findings().forEach(finding -> out.println(finding.line()));
    out.printf(
        "%d ok, %d WARN, %d FAIL%n",
        list.count(Result.OK), list.count(Result.WARN), list.count(Result.FAIL));
    out.flush();
  }
}
