// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A disk that is full, read-only or gone while the program runs, and files that are damaged. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class DiskFaultIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private Installation installation;
  private SmallDisk disk;
  private ViewProcess process;
  private int logged;

  @BeforeEach
  void install() {
    lab = EmbeddedLab.start();
    installation = Installation.of(folder, lab);
    installation.configure(Installation.config(lab).set("view.interval", "500ms"));
  }

  @AfterEach
  void stop() throws IOException {
    if (process != null) {
      process.close();
    }
    if (disk != null) {
      disk.close();
    }
    lab.close();
  }

  private void sync() {
    process = installation.start();
    awaitStatus("ACTIVE");
  }

  private void setStatus(String status) {
    lab.world().servers().set(WEB, "status", status);
  }

  private void awaitStatus(String status) {
    installation.awaitStatus(WEB, status);
  }

  /** What was logged in this step. */
  private String news() {
    return installation.log().substring(logged);
  }

  private void awaitError(String text) {
    await()
        .atMost(180, SECONDS)
        .until(
            () -> news().lines().anyMatch(line -> line.contains("ERROR") && line.contains(text)));
  }

  /** What was being written when the disk was filled may go, or be put in place, and leave room. */
  private void fillUntilNothingIsStored() {
    await()
        .atMost(180, SECONDS)
        .until(
            () -> {
              disk.fill();
              long generation = installation.generation();
              awaitMoreSyncs();
              return installation.generation() == generation;
            });
  }

  /** One that was under way, and a whole one after it. */
  private void awaitMoreSyncs() {
    int begun = syncsBegun();
    await().atMost(180, SECONDS).until(() -> syncsBegun() >= begun + 2);
  }

  private int syncsBegun() {
    return lab.calls().matching("/concertim/api/v1/users/current").size();
  }

  /** Ends a step: all is as it was at its beginning. */
  private void assertTheSameProcessGoesOn(long generation) {
    setStatus("SHUTOFF");
    awaitStatus("STOPPED");
    assertTrue(process.isRunning());
    assertTrue(installation.generation() > generation);
    assertFalse(installation.log().lines().anyMatch(ViewProcess::isOfAStackTrace));
    setStatus("ACTIVE");
    awaitStatus("ACTIVE");
    logged = installation.log().length();
  }

  @Test
  void aDiskThatCannotBeWrittenLeavesTheOldFilesUntilItCan() throws IOException {
    disk = SmallDisk.in(installation.data());
    sync();
    aFullDiskLeavesTheOldFilesUntilThereIsRoomAgain();
    aReadOnlyDiskLeavesTheOldFilesUntilItCanBeWrittenAgain();
  }

  @Test
  void whatIsTakenAwayOrDamagedWhileTheProgramRunsIsWrittenAgain() throws IOException {
    sync();
    aDataDirectoryThatGoesAwayAndComesBackIsWrittenAgain();
    aDataDirectoryThatComesBackEmptyIsFilledFromWhatIsKnown();
    aViewJsonThatIsDamagedWhileTheProgramRunsIsKeptAside();
  }

  private void aFullDiskLeavesTheOldFilesUntilThereIsRoomAgain() throws IOException {
    fillUntilNothingIsStored();
    awaitError("No space left on device");
    long generation = installation.generation();
    byte[] pickle = Files.readAllBytes(installation.data("view.pickle"));
    awaitMoreSyncs();
    assertEquals(generation, installation.generation());
    assertArrayEquals(pickle, Files.readAllBytes(installation.data("view.pickle")));

    disk.free();

    assertTheSameProcessGoesOn(generation);
  }

  private void aReadOnlyDiskLeavesTheOldFilesUntilItCanBeWrittenAgain() throws IOException {
    disk.forbidWriting();
    awaitError("Read-only file system");
    long generation = installation.generation();

    disk.allowWriting();

    assertTheSameProcessGoesOn(generation);
  }

  private void aDataDirectoryThatGoesAwayAndComesBackIsWrittenAgain() throws IOException {
    long generation = installation.generation();
    Path away = Files.move(installation.data(), folder.resolve("away"));
    awaitError("data");
    assertFalse(Files.exists(installation.data()), "it is not for us to make it");

    Files.move(away, installation.data());

    assertTheSameProcessGoesOn(generation);
  }

  private void aDataDirectoryThatComesBackEmptyIsFilledFromWhatIsKnown() throws IOException {
    long generation = installation.generation();
    Files.move(installation.data(), folder.resolve("away"));
    Files.createDirectory(installation.data());
    lab.faults().fail("/(concertim|keystone|killbill)/", Fault.drop());

    installation.awaitGenerationAfter(generation);

    awaitStatus("ACTIVE");
    lab.faults().clear();
    assertTheSameProcessGoesOn(generation);
  }

  @Test
  void aNotificationWaitsInTheQueueWhileItsMarkCannotBeStored() throws Exception {
    RabbitVirtualHost rabbit = RabbitVirtualHost.make();
    try (Publisher publisher = rabbit.publisher()) {
      publisher.declareExchanges();
      installation.configure(Installation.config(lab).set("rmq.rmq_path", rabbit.name()));
      disk = SmallDisk.in(installation.data());
      installation.sync();
      process = installation.startAs("view_queue");
      installation.awaitLog("RabbitMQ: listening");
      // What its start is still writing may go, and leave room for the mark.
      await()
          .during(Duration.ofSeconds(2))
          .atMost(180, SECONDS)
          .until(
              () -> {
                disk.fill();
                return true;
              });
      setStatus("SHUTOFF");
      publisher.send(LabNotification.server("power_off.end", WEB, "stopped"));
      await()
          .atMost(180, SECONDS)
          .until(
              () -> {
                disk.fill();
                return installation.log().contains("read requests cannot be stored");
              });
      process.kill();
      await()
          .atMost(180, SECONDS)
          .until(() -> publisher.channel().messageCount("concertim_view") == 1);
    }
  }

  @Test
  void aViewJsonThatCannotBeReadIsKeptAside() throws IOException {
    installation.sync();
    installation.sync();
    String damaged = Files.readString(installation.data("view.json")).substring(0, 1000);
    Files.writeString(installation.data("view.json"), damaged);

    installation.sync();

    assertEquals(3, installation.generation());
    List<Path> aside;
    try (Stream<Path> files = Files.list(installation.data())) {
      aside = files.filter(f -> f.toString().contains("view.json.unreadable-")).toList();
    }
    assertEquals(1, aside.size());
    assertEquals(damaged, Files.readString(aside.get(0)));
  }

  private void aViewJsonThatIsDamagedWhileTheProgramRunsIsKeptAside() throws IOException {
    await()
        .atMost(180, SECONDS)
        .pollInterval(2, SECONDS)
        .until(
            () -> {
              boolean isKept = news().contains("it is kept as view.json.unreadable-");
              if (!isKept) { // also if a sync has just replaced the damaged file
                Files.writeString(installation.data("view.json"), "{\"generation\":");
              }
              return isKept;
            });
    awaitError("view.json cannot be read");
    await().atMost(180, SECONDS).until(() -> Files.exists(installation.data("view.json")));
    assertTheSameProcessGoesOn(installation.generation());
  }

  @Test
  void theGenerationGrowsAlsoWhereTheLayersWereMovedAway() throws IOException {
    for (int sync = 1; sync <= 3; sync++) {
      installation.sync();
    }
    Files.delete(installation.data("layers.jsonl"));

    installation.sync();

    assertEquals(4, installation.generation());
  }
}
