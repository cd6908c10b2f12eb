// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.PastViews;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code kill -9} at every system call by which a sync changes its data directory. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class KilledAtEveryStepIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final int SIGKILL = 128 + 9;
  private static final Queue<String> KILLED = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;
  private EmbeddedLab lab;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "rename,    layers.jsonl",
    "fsync,     layers.jsonl",
    "fdatasync, layers.jsonl",
    "unlink,    layers.jsonl",
    "ftruncate, layers.jsonl",
    "rename,    journal",
    "fdatasync, journal"
  })
  void leavesTheOldViewOrTheNewOneAndTheNextSyncMakesItWhole(String step, String writes)
      throws Exception {
    Strace.assumeMayAttach();
    Installation before = install("before").sync();
    if (writes.equals("layers.jsonl")) {
      before.lengthenJournal();
    }
    assertEquals("ACTIVE", status(before));
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    for (int number = 1; diesAt(step, number, before); number++) {
      KILLED.add(step + " " + number + ", " + writes);
    }
  }

  @AfterAll
  static void wasKilledAtAllThatASyncHas() throws IOException, InterruptedException {
    if (Strace.isThere() && Strace.mayAttach()) {
      assertTrue(KILLED.size() >= 16, KILLED.toString());
    }
  }

  private Installation install(String name) throws IOException {
    return Installation.of(Files.createDirectories(folder.resolve(name)), lab)
        .configure(Installation.config(lab).set("view.response_timeout", "5m"));
  }

  /** Whether there was such a call to be killed at. */
  private boolean diesAt(String call, int number, Installation before) throws Exception {
    Installation at = install(call + number).withDataOf(before);
    try (ViewProcess process = Strace.startHeld(at, lab)) {
      assertEquals(files(before), files(at), "nothing changes before the systems are asked");
      Strace.killAt(call, number, process.pid(), at.logs());
      lab.faults().clear();
      int exitCode = process.end().exitCode();
      if (exitCode == 0) {
        return false;
      }
      assertEquals(SIGKILL, exitCode);
    }
    String where = call + " " + number;
    long generation =
        new ObjectMapper().readTree(at.data("view.json").toFile()).path("generation").asLong();
    assertTrue(generation == 1 || generation == 2, where);
    assertEquals(generation == 1 ? "ACTIVE" : "STOPPED", status(at), where);
    new Unpickler().loads(Files.readAllBytes(at.data("view.pickle")));

    View left = ViewJson.read(at.data("view.json"));
    at.sync();

    PastViews past = new PastViews(DataDirectory.open(at.data()), Clock.systemUTC());
    assertEquals(left, past.at(left.writtenAt(), ViewJson.read(at.data("view.json"))), where);
    assertTrue(at.generation() > generation, where);
    assertEquals("STOPPED", status(at), where);
    assertNotEquals(0, at.view().path("racks").size(), where);
    assertEquals(1, statusesTold(at), where);
    return true;
  }

  /** The name and the content of each file but the locks, and the clock of the reads. */
  private static Map<String, String> files(Installation installation) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(installation.data())) {
      for (Path file : all.filter(each -> !each.toString().endsWith(".lock")).toList()) {
        files.put(file.getFileName().toString(), Files.readString(file, ISO_8859_1));
      }
      files.remove("view.clock");
    }
    return files;
  }

  /** How often the history tells of the status of the server. */
  private static long statusesTold(Installation installation) throws IOException {
    return new ChangeLog(DataDirectory.open(installation.data()), 1 << 20)
        .find(change -> WEB.equals(change.id()) && "status".equals(change.field())).stream()
            .filter(change -> "ACTIVE".equals(change.before()) && "STOPPED".equals(change.after()))
            .count();
  }

  private static String status(Installation installation) {
    return installation.status(WEB);
  }
}
