// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/two-hosts.md gives to keepalived. TwoHostsIT runs check-view against the program; here
 * move-services has a docker and an ssh that only note what they are asked.
 */
@Timeout(180)
class TwoHostsExamplesTest {
  private static final Path EXAMPLES = Path.of("docs", "examples", "two-hosts");
  private static final String UP = "docker compose --project-directory . up --detach ";
  private static final String STOP = "docker compose --project-directory . stop ";
  private static final String SERVICES = "bulk_updates billing metrics";

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private Path calls;

  @BeforeEach
  void makeCommands() throws IOException {
    calls = Files.createFile(folder.resolve("calls"));
    Files.createDirectories(folder.resolve("data"));
    command("docker", "[ \"$4\" != ps ] || cat '%s/running'".formatted(folder));
    command("logger", "");
    command("ssh", "exit 255");
  }

  /** A later call ends the earlier ones, none of which may outlive the commands made for it. */
  @AfterEach
  void endAllCalls() throws Exception {
    becomes("BACKUP", "false");
    for (Process process : started) {
      process.waitFor();
    }
  }

  private void command(String name, String does) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Path made = folder.resolve(name + ".new");
    Files.writeString(made, "#!/bin/sh\necho \"%s $*\" >>'%s'\n%s\n".formatted(name, calls, does));
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Answers as the other host, which ssh's sixth argument asks. */
  private void otherHost(String state, String running) throws IOException {
    Files.writeString(folder.resolve("running"), running);
    Files.writeString(folder.resolve("other"), state);
    command("ssh", "exec sh -c \"$(echo \"$6\" | sed 's#/state#/other#')\"");
  }

  private Process becomes(String state, String fence) throws IOException {
    ProcessBuilder moved =
        new ProcessBuilder(EXAMPLES.resolve("move-services") + "", "INSTANCE", "concertim", state);
    moved.environment().merge("PATH", folder.resolve("bin") + ":", (old, first) -> first + old);
    moved.environment().put("FENCE", fence);
    moved.environment().put("COMPOSE_FILE", "docker-compose.yml");
    moved.environment().put("DATA", folder.resolve("data").toString());
    moved.environment().put("STATE", folder.resolve("state").toString());
    moved.environment().put("PAUSE", "0.01");
    Process process = moved.inheritIO().start();
    started.add(process);
    return process;
  }

  private void awaitCall(String call) {
    await().atMost(120, SECONDS).until(() -> Files.readString(calls).contains(call));
  }

  private boolean areStarted() throws IOException {
    return Files.readString(calls).contains(UP);
  }

  /** As view_sync does. */
  private void syncs() throws IOException {
    Path flag = folder.resolve("data/resync.flag");
    await().atMost(120, SECONDS).until(() -> Files.exists(flag));
    assertFalse(areStarted(), "before the view is new");
    Files.delete(flag);
  }

  @Test
  void theServicesStartOnceTheOtherHostRunsNoneAndTheViewIsNew() throws Exception {
    otherHost("BACKUP 1", "0123456789ab");
    Process master = becomes("MASTER", "false");
    awaitCall("may run ");
    otherHost("BACKUP 1", "");
    syncs();

    assertEquals(0, master.waitFor());
    awaitCall(UP + SERVICES);
    awaitCall("docker compose --project-directory . ps --quiet " + SERVICES);
  }

  @Test
  void theyDoNotStartWhileTheOtherHostIsMasterTooAndAboutToStartThem() throws Exception {
    otherHost("MASTER 1", "");
    becomes("MASTER", "false");
    awaitCall("may run ");
    assertFalse(Files.exists(folder.resolve("data/resync.flag")));
  }

  @Test
  void theyNeverStartWhileTheOtherHostMayRunThem() throws Exception {
    Process master = becomes("MASTER", "false");
    awaitCall("logger --tag move-services 192.0.2.12 may run " + SERVICES);

    assertEquals(0, becomes("BACKUP", "false").waitFor());

    assertEquals(0, master.waitFor());
    assertFalse(areStarted());
    awaitCall(STOP + SERVICES);
  }

  @Test
  void theyStartOnceAPersonSaysThatTheOtherHostIsDown() throws Exception {
    Process refusing = becomes("MASTER", "false");
    awaitCall("logger --tag move-services 192.0.2.12 may run " + SERVICES);

    Process byHand = becomes("MASTER", "true");
    syncs();

    assertEquals(0, byHand.waitFor());
    assertEquals(0, refusing.waitFor());
    assertTrue(areStarted());
  }

  @Test
  void theyStartWhereTheOtherHostIsTurnedOff() throws Exception {
    command("fence", "");
    Process master = becomes("MASTER", "fence");
    syncs();

    assertEquals(0, master.waitFor());
    String asked = Files.readString(calls);
    assertTrue(asked.indexOf("fence ") < asked.indexOf(UP + SERVICES), asked);
  }

  @Test
  void keepalivedTakesItsConfiguration() throws Exception {
    Path configuration = folder.resolve("keepalived.conf");
    Files.writeString(
        configuration,
        Files.readString(EXAMPLES.resolve("keepalived.conf"))
            .replace("/etc/keepalived/", EXAMPLES.toAbsolutePath() + "/"));
    Process test;
    try {
      test =
          new ProcessBuilder("keepalived", "-t", "-f", configuration.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      Assumptions.abort("skipped: there is no keepalived: " + e.getMessage());
      return;
    }
    String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeFalse(said.contains("nknown interface"), "there is no eth0: " + said);
    Assumptions.assumeFalse(said.contains("nsafe"), "somebody else may write there: " + said);
    assertEquals(0, test.waitFor(), said);
  }
}
