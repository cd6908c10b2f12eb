package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code kill -9} at every system call by which a sync changes its data directory. */
@Timeout(1200)
@Execution(ExecutionMode.CONCURRENT)
class KilledAtEveryStepTest {
  private static final Path STRACE = Path.of("/usr/bin/strace");
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final List<String> STEPS =
      List.of("rename", "fsync", "fdatasync", "unlink", "ftruncate");

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

  @Test
  void leavesTheOldViewOrTheNewOneAndTheNextSyncMakesItWhole() throws IOException {
    assumeTrue(Files.isExecutable(STRACE), "there is no " + STRACE + " (Debian package strace)");
    Installation before = install("before");
    assertEquals(0, before.runOnce().exitCode());
    assertEquals("ACTIVE", status(before));
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    List<String> killed = new ArrayList<>();
    for (String step : STEPS) {
      for (int number = 1; diesAt(step, number, before); number++) {
        killed.add(step + " " + number);
      }
    }
    assertTrue(killed.size() >= 12, killed.toString());
  }

  private Installation install(String name) throws IOException {
    return Installation.of(Files.createDirectories(folder.resolve(name)), lab);
  }

  /** Whether there was such a call to be killed at. */
  private boolean diesAt(String call, int number, Installation before) throws IOException {
    Installation at = install(call + number).withDataOf(before);
    List<String> strace =
        List.of(
            STRACE.toString(),
            "-f",
            "-qq",
            "-o",
            at.logs().resolve("trace").toString(),
            "-e",
            "trace=" + call,
            "-e",
            "inject=" + call + ":signal=SIGKILL:when=" + number);
    try (ViewProcess process = ViewProcess.start(strace, at.arguments("--run-once"))) {
      if (process.end().exitCode() == 0) {
        return false;
      }
    }
    String where = call + " " + number;
    long generation =
        new ObjectMapper().readTree(at.data("view.json").toFile()).path("generation").asLong();
    assertTrue(generation == 1 || generation == 2, where);
    assertEquals(generation == 1 ? "ACTIVE" : "STOPPED", status(at), where);
    new Unpickler().loads(Files.readAllBytes(at.data("view.pickle")));

    assertEquals(0, at.runOnce().exitCode(), where);

    assertTrue(at.generation() > generation, where);
    assertEquals("STOPPED", status(at), where);
    assertNotEquals(0, at.view().path("racks").size(), where);
    assertEquals(1, statusesTold(at), where);
    return true;
  }

  /** How often the history tells of the status of the server. */
  private static long statusesTold(Installation installation) throws IOException {
    return new ChangeLog(DataDirectory.open(installation.data()), 1 << 20)
        .find(change -> WEB.equals(change.id()) && "status".equals(change.field())).stream()
            .filter(change -> "ACTIVE".equals(change.before()) && "STOPPED".equals(change.after()))
            .count();
  }

  private static String status(Installation installation) {
    return installation.object("devices", WEB).path("status").asText();
  }
}
