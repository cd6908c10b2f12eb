// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Starts the lab and a broker, lets the packaged program show the view it makes, and then how soon
 * changes of the cloud reach it.
 */
public final class Demo {
  /** For machines that are busy with other things. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path jar;
  private final Path folder;
  private final Duration more;
  private final String management;

  private Demo(Path jar, Path folder, Duration more, String management) {
    this.jar = jar;
    this.folder = folder;
    this.more = more;
    this.management = management;
  }

  /**
   * Runs the demo.
   *
   * @param arguments the packaged jar, the folder for configuration, data and log, how many minutes
   *     the cloud goes on to change after all changes have been shown, and the address of the
   *     console
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration more = Duration.ofMinutes(Long.parseLong(arguments[2]));
    new Demo(Path.of(arguments[0]), Path.of(arguments[1]), more, arguments[3]).run();
  }

  private void run() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(folder.resolve("log"));
    try (EmbeddedLab lab = EmbeddedLab.start();
        EmbeddedBroker broker = EmbeddedBroker.start();
        Publisher cloud = broker.publisher()) {
      broker.configure(lab.config()).set("view.management", management).write(folder);
      System.out.println(
          "A cloud, a portal and a billing server play at " + lab.url() + ", with a broker");
      int status = program("view_sync", "--run-once", "--summary").waitFor();
      if (status != 0) {
        throw new IllegalStateException("the demo failed with " + status + ", see above");
      }
      Process program = program("view");
      Runtime.getRuntime().addShutdownHook(new Thread(program::destroy));
      try {
        show(lab.world(), cloud);
      } finally {
        program.destroy();
        program.waitFor(30, TimeUnit.SECONDS);
      }
      System.out.println("The program ended; its log is in " + folder.resolve("log"));
    }
  }

  private Process program(String process, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString(), "--process=" + process));
    command.add("--config=" + folder.resolve("config.yaml"));
    command.add("--data-dir=" + folder.resolve("data"));
    command.add("--log-dir=" + folder.resolve("log"));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).inheritIO().start();
  }

  private void show(World world, Publisher cloud) throws IOException, InterruptedException {
    System.out.println("Now the program listens to the cloud, which changes:");
    Path health = folder.resolve("data").resolve("view_queue.health");
    Files.deleteIfExists(health);
    await(view -> Files.exists(health));
    List<DemoChange> changes = DemoChange.of(world);
    for (DemoChange change : changes) {
      show(change, cloud);
      TimeUnit.SECONDS.sleep(2);
    }
    if (more.isZero()) {
      return;
    }
    System.out.printf(
        "It goes on for %d minutes: http://%s/ shows it; see docs/tutorial.md%n",
        more.toMinutes(), management);
    Instant end = Instant.now().plus(more);
    for (int i = 0; Instant.now().isBefore(end); i = (i + 1) % DemoChange.OF_ONE_SERVER) {
      TimeUnit.SECONDS.sleep(10);
      show(changes.get(i), cloud);
    }
  }

  private void show(DemoChange change, Publisher cloud) throws IOException, InterruptedException {
    change.change().run();
    Instant told = Instant.now();
    for (LabNotification notification : change.told().get()) {
      cloud.send(notification);
    }
    await(change.shown());
    System.out.printf(
        "  %-32s in the view after %4d ms%n",
        change.description(), Duration.between(told, Instant.now()).toMillis());
  }

  private void await(Predicate<JsonNode> shown) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(LONGEST_WAIT);
    Path view = folder.resolve("data").resolve("view.json");
    while (!shown.test(JSON.readTree(view.toFile()))) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the change does not reach " + view);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
