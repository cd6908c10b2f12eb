// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Fuzzes each target by Jazzer for {@code -Dfuzz.seconds} or {@code -Dfuzz.runs} inputs, whichever
 * are over first, {@code -Dfuzz.jobs} of them at once, all or those of {@code -Dfuzz.only}. With
 * {@code -Dfuzz.seed} each run begins with the same inputs. Ends with 1 where one has found
 * something.
 */
public final class Fuzzing {
  private static final long SECONDS = Long.getLong("fuzz.seconds", 30);

  /** -1 for as many as the time allows. */
  private static final long RUNS = Long.getLong("fuzz.runs", -1);

  /** 0 for another one in each run. */
  private static final long SEED = Long.getLong("fuzz.seed", 0);

  private static final int JOBS =
      Integer.getInteger("fuzz.jobs", 2 * Runtime.getRuntime().availableProcessors());

  /**
   * Ours, and small libraries that are ours to fear; the large ones would take minutes to prepare.
   */
  private static final String INSTRUMENTED =
      "io.concertim.view.**:com.rabbitmq.client.impl.AMQ*:net.razorvine.**";

  /** The second compiler doubles what a start costs, and makes long runs faster. */
  private static final String COMPILERS =
      SECONDS > 60 ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";

  private final String name;
  private final Path folder;

  private Fuzzing(String name) {
    this.name = name;
    this.folder = Path.of("target", "fuzz", name);
  }

  /** Fuzzes; the working directory is the project's. */
  public static void main(String[] arguments) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    String only = System.getProperty("fuzz.only", "");
    FuzzTargets.names().forEach(names::add);
    if (!only.isEmpty()) {
      names.retainAll(List.of(only.split(",")));
    }
    ExecutorService jobs = Executors.newFixedThreadPool(JOBS);
    List<Future<Boolean>> results = new ArrayList<>();
    for (String name : names) {
      results.add(jobs.submit(() -> new Fuzzing(name).findsNothing()));
    }
    jobs.shutdown();
    boolean nothing = true;
    for (Future<Boolean> result : results) {
      nothing &= result.get();
    }
    if (!nothing) {
      System.exit(1);
    }
  }

  private boolean findsNothing() throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    Path log = folder.resolve("log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            COMPILERS,
            "-Dlogback.configurationFile=fuzz-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzEntry.class.getName(),
            "--target_args=" + name,
            "--instrumentation_includes=" + INSTRUMENTED,
            "--custom_hook_includes=" + INSTRUMENTED,
            "--instrumentation_excludes=io.concertim.view.fuzz.**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + File.separator,
            "-max_total_time=" + SECONDS,
            "-runs=" + RUNS,
            "-seed=" + SEED,
            "-timeout=300",
            "-rss_limit_mb=0",
            "-print_final_stats=1",
            corpus.toString(),
            CorpusTest.CORPORA.resolve(name).toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int status = process.waitFor();
    report(status, Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1));
    return status == 0;
  }

  private void report(int status, List<String> log) {
    String runs = "executed_units";
    String tried =
        log.stream()
            .filter(line -> line.contains(runs))
            .map(line -> line.replaceAll("\\D+", ""))
            .findFirst()
            .orElse("?");
    StringBuilder text = new StringBuilder();
    text.append("%-14s %9s inputs, %s%n".formatted(name, tried, status == 0 ? "nothing" : "FOUND"));
    if (status != 0) {
      log.stream()
          .dropWhile(line -> !line.contains("== Java Exception") && !line.contains("ERROR:"))
          .limit(12)
          .forEach(line -> text.append("    ").append(line).append(System.lineSeparator()));
      found().forEach(file -> text.append("    ").append(file).append(System.lineSeparator()));
    }
    System.out.print(text);
  }

  private List<Path> found() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains("-")).toList();
    } catch (IOException e) {
      return List.of(folder);
    }
  }
}
