// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import io.concertim.view.app.CamelTools;
import io.concertim.view.app.ProcessName;
import io.concertim.view.app.RouteFiles;
import io.concertim.view.app.ViewDaemon;
import io.concertim.view.cli.check.Exposure;
import io.concertim.view.cli.command.BootstrapCommand;
import io.concertim.view.cli.command.CheckCommand;
import io.concertim.view.cli.command.ClusterCommand;
import io.concertim.view.cli.command.ConfigOption;
import io.concertim.view.cli.command.DiffCommand;
import io.concertim.view.cli.command.ExplainCommand;
import io.concertim.view.cli.command.HistoryCommand;
import io.concertim.view.cli.command.Output;
import io.concertim.view.cli.command.ResyncCommand;
import io.concertim.view.cli.command.ShowCommand;
import io.concertim.view.cli.command.StoredData;
import io.concertim.view.cli.command.ViewSummary;
import io.concertim.view.config.ConfigException;
import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.log.LogSetup;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.InstanceLock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the program. */
@Command(
    name = "concertim-view",
    description =
        "Maps Concertim's racks and devices onto OpenStack and Kill Bill, and stores the view.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ShowCommand.class,
      ExplainCommand.class,
      HistoryCommand.class,
      ResyncCommand.class,
      ClusterCommand.class,
      CheckCommand.class,
      DiffCommand.class
    },
    versionProvider = Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every source was read completely (--run-once)",
      "1:a source was not read completely, or the view could not be stored",
      "2:wrong usage, configuration or directory",
      "3:out of memory",
      "143:stopped by SIGTERM"
    })
public final class ViewCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ViewCommand.class);

  private final List<InstanceLock> instances = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Option(
      names = "--process",
      paramLabel = "NAME",
      description =
          "What to run: view_sync (the periodic full sync), view_queue (single changes, by the"
              + " cloud's notifications), or view (both).")
  private String process;

  @Option(
      names = {"-t", "--run-once", "--run_once"},
      description = "Run one sync and end.")
  private boolean runOnce;

  @Option(
      names = "--summary",
      description = "After --run-once, print a readable summary of the view.")
  private boolean summary;

  @Mixin private ConfigOption config;
  @Mixin private StoredData data;

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
      description = "Route files here replace the built-in ones of the same name.")
  private Path routes;

  @Option(
      names = "--dev",
      description =
          "Load changed files of --routes again while running; with --observe, where that can be.")
  private boolean dev;

  @Option(
      names = "--observe",
      description =
          "Let Camel's own command line look at the process and steer it, by files in the home"
              + " directory's .camel. Needs lib-dev beside the program.")
  private boolean observe;

  @Option(
      names = "--health",
      description =
          "Exit with 0 if the view in --data-dir is being kept up, the process says that it lives"
              + " and, where --process listens, notifications reach it; else with 1.")
  private boolean health;

  /** The command line; what goes wrong is told in one line. */
  public static CommandLine line() {
    return line(System.getenv());
  }

  /** The same; the environment is where bootstrap finds the admin of the cloud. */
  static CommandLine line(Map<String, String> environment) {
    return new CommandLine(new ViewCommand())
        .addSubcommand(new BootstrapCommand(environment))
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              CommandLine command = wrong.getCommandLine();
              print(command.getErr(), wrong.getMessage());
              UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
              String name = command.getCommandSpec().qualifiedName();
              command.getErr().println("Try '" + name + " --help'.");
              command.getErr().flush();
              return ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof ConfigException wrong) {
                wrong.mistakes().forEach(line -> print(command.getErr(), line));
                return ExitCode.USAGE;
              }
              print(command.getErr(), failure.toString().replaceAll("\\s+", " "));
              LOG.debug("{} failed", command.getCommandName(), failure);
              return ExitCode.SOFTWARE;
            });
  }

  @Override
  public Integer call() throws Exception {
    if (health) {
      return health();
    }
    ProcessName name =
        ProcessName.of(process)
            .orElseThrow(
                () ->
                    wrong(
                        "--process: expected view_sync, view_queue or view, found "
                            + (process == null ? "nothing" : process)));
    if (dev && routes == null) {
      throw wrong("--dev needs --routes, the directory whose files it watches");
    }
    ViewDaemon daemon;
    try {
      ViewConfig settings = config.load();
      if (name.listens() && settings.rmq().isEmpty()) {
        throw new UsageException(
            config.file() + ": " + name + " needs message_queue and the block rmq");
      }
      DataDirectory directory = DataDirectory.open(data.path());
      LogSetup.start(process, logDirectory, settings.logLevel(), settings.view().logFormat());
      Exposure.of(config.file(), routes, logDirectory, Optional.of(settings.view().management()))
          .forEach(found -> LOG.warn("{}", found.line()));
      if (runOnce && !name.syncs()) {
        LOG.warn(
            "--run-once is passed over: {} runs no syncs, it listens until it is stopped", name);
        runOnce = false;
      }
      ProcessName runs = runOnce ? ProcessName.VIEW_SYNC : name;
      RouteFiles files =
          runOnce ? RouteFiles.of(runs, routes) : RouteFiles.of(runs, routes, settings);
      if (!runOnce) {
        waitForOthersToEnd(name, directory);
      }
      Optional<ClassLoader> tools = tools();
      daemon = new ViewDaemon(runs, settings, directory, files, dev);
      tools.ifPresent(daemon::observe);
      if (!runOnce) {
        daemon.listen();
      }
    } catch (ConfigException e) {
      e.mistakes().forEach(this::tell);
      return ExitCode.USAGE;
    } catch (UsageException | IOException e) {
      tell(e.getMessage());
      return ExitCode.USAGE;
    }
    try (daemon) {
      int status = run(daemon);
      LogSetup.expectStop();
      return status;
    } finally {
      for (InstanceLock instance : instances) {
        instance.close();
      }
    }
  }

  /** What Camel's own tools need, if they may look at the process. */
  private Optional<ClassLoader> tools() throws UsageException {
    Path directory = CamelTools.directory();
    return observe || (dev && Files.isDirectory(directory))
        ? Optional.of(CamelTools.load(directory))
        : Optional.empty();
  }

  /** Takes the locks of a service, which it holds as long as it runs. */
  private void waitForOthersToEnd(ProcessName name, DataDirectory directory)
      throws IOException, InterruptedException {
    for (String kind : name.kinds()) {
      instances.add(InstanceLock.take(directory.instanceLock(kind), kind));
    }
  }

  private int health() {
    Instant now = Clock.systemUTC().instant();
    PrintWriter out = Output.to(spec.commandLine().getOut());
    ProcessName name = ProcessName.of(process).orElse(ProcessName.VIEW_SYNC);
    Optional<ViewSettings> settings = settings(out);
    Duration maxAge = settings.map(ViewSettings::maxAge).orElse(ViewSettings.MAX_AGE);
    int view = name.syncs() ? Health.check(data.path(), maxAge, now, out) : ExitCode.OK;
    int queue = name.listens() ? Health.checkQueue(data.path(), now, out) : ExitCode.OK;
    int live = settings.map(known -> live(name, known.management(), out)).orElse(ExitCode.OK);
    out.flush();
    return Math.max(live, Math.max(view, queue));
  }

  /** Without them the files still tell whether the view is kept up. */
  private Optional<ViewSettings> settings(PrintWriter out) {
    try {
      return Optional.of(config.load().view());
    } catch (ConfigException e) {
      out.println(config.file() + " cannot be used, so the process is not asked");
      return Optional.empty();
    }
  }

  /** What the running process says of itself. */
  private static int live(ProcessName name, ViewSettings.Management management, PrintWriter out) {
    return management
        .addressOf(name.isQueueOnly())
        .filter(address -> address.getPort() > 0)
        .map(address -> Health.checkLive(address, management.chosen(), out))
        .orElse(ExitCode.OK);
  }

  private int run(ViewDaemon daemon) {
    try {
      return runOnce ? once(daemon) : daemon.run();
    } catch (Exception | StackOverflowError e) { // a route file can be nested that deep
      LOG.error("the program cannot go on: {}", e.toString().replaceAll("\\s+", " "));
      LOG.debug("it failed", e);
      return ExitCode.SOFTWARE;
    }
  }

  private int once(ViewDaemon daemon) throws Exception {
    View view = daemon.once().orElse(null);
    if (view == null) {
      return ExitCode.SOFTWARE;
    }
    if (summary) {
      ViewSummary.print(view, data.path(), Output.to(spec.commandLine().getOut()));
    }
    return view.sources().values().stream().allMatch(source -> source.complete())
        ? ExitCode.OK
        : ExitCode.SOFTWARE;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void tell(String line) {
    print(spec.commandLine().getErr(), line);
  }

  private static void print(PrintWriter err, String line) {
    Output.to(err).println("concertim-view: " + line);
    err.flush();
  }
}
