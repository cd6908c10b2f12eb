// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bootstrap makes in a cloud that has nothing of the suite's yet. */
class BootstrapCommandTest {
  private static final String CONCERTIM = "c0000000000000000000000000000001";
  private static final String CLOUDKITTY = "c0000000000000000000000000000005";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    lab.config().without("message_queue").write(folder);
    Files.createDirectory(folder.resolve("data"));
    Files.createDirectory(folder.resolve("log"));
    environment.put("OS_AUTH_URL", lab.url() + "/keystone/");
    environment.put("OS_USERNAME", "admin");
    environment.put("OS_PASSWORD", "admin-secret");
    environment.put("OS_PROJECT_NAME", "admin");
  }

  private void makeFresh() {
    lab.world().cloudUsers().remove(CONCERTIM);
    lab.world().cloudUsers().remove(CLOUDKITTY);
    lab.world().assignments().clear();
    for (String role : List.of("4", "5")) {
      lab.world().roles().remove("2000000000000000000000000000000" + role);
    }
    environment.put("BOOTSTRAP_PASSWORD_CLOUDKITTY", "a-new-secret");
  }

  private int run(String command, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return ViewCommand.line(environment)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            Stream.concat(
                    Stream.of(command, "--config=" + folder.resolve("config.yaml")),
                    Stream.of(more))
                .toArray(String[]::new));
  }

  private ObjectNode user(String name) {
    return lab.world().cloudUsers().rows().stream()
        .filter(row -> row.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFreshCloudPassesTheCheckAfterwards() {
    makeFresh();

    assertEquals(0, run("bootstrap"), err::toString);

    assertEquals(
        """
        made        role watcher
        made        role rating
        made        user concertim
        made        user cloudkitty
        there       role admin
        made        user concertim has the role admin in the project admin
        made        user concertim has the role watcher in the project admin
        made        user concertim has the role watcher in the project CM_alpha-team
        made        user concertim has the role watcher in the project CM_beta-team
        made        user cloudkitty has the role rating in the project CM_alpha-team
        made        user cloudkitty has the role rating in the project CM_beta-team
        """,
        out.toString());
    assertEquals("cloud-secret", user("concertim").path("password").asText());
    assertEquals("a-new-secret", user("cloudkitty").path("password").asText());
    lab.world().cloudUsers().set(user("concertim").path("id").asText(), "roles", List.of("admin"));
    int status =
        run("check", "--data-dir=" + folder.resolve("data"), "--log-dir=" + folder.resolve("log"));
    assertEquals(0, status, out::toString);
  }

  @Test
  void whatIsThereStaysAsItIs() {
    assertEquals(0, run("bootstrap"), err::toString);

    assertFalse(out.toString().contains("made "), out::toString);
    assertEquals(
        List.of(),
        lab.calls().all().stream()
            .filter(call -> !call.method().equals("GET"))
            .filter(call -> !call.path().endsWith("/auth/tokens"))
            .toList());
    assertEquals("rating-secret", user("cloudkitty").path("password").asText());
  }

  @Test
  void aDryRunMakesNothing() {
    makeFresh();
    environment.remove("BOOTSTRAP_PASSWORD_CLOUDKITTY");

    assertEquals(0, run("bootstrap", "--dry-run"), err::toString);

    assertEquals(10, out.toString().lines().filter(l -> l.startsWith("would make")).count());
    assertEquals(3, lab.world().roles().size());
    assertEquals(0, lab.world().assignments().size());
  }

  @Test
  void aPasswordIsReadFromAFileAndNeverShown() throws IOException {
    makeFresh();
    environment.remove("BOOTSTRAP_PASSWORD_CLOUDKITTY");
    Path file = Files.writeString(folder.resolve("password"), "from-a-file\n");

    assertEquals(0, run("bootstrap", "--password-file", "cloudkitty=" + file), err::toString);

    assertEquals("from-a-file", user("cloudkitty").path("password").asText());
    for (String secret : List.of("from-a-file", "admin-secret", "cloud-secret", "gAAAAAB")) {
      assertFalse((out.toString() + err).contains(secret));
    }
  }

  @Test
  void aPasswordFileThatCannotBeUsedIsWrongUsage() throws IOException {
    makeFresh();
    Path empty = Files.createFile(folder.resolve("empty"));

    assertEquals(2, run("bootstrap", "--password-file", "cloudkitty=" + empty));
    assertTrue(err.toString().contains("there is no password in"), err::toString);
    assertEquals(2, run("bootstrap", "--password-file", "cloudkitty=nowhere"));
    assertTrue(err.toString().contains("cannot read nowhere"), err::toString);
    assertEquals(2, run("bootstrap", "--password-file", "kitty=" + empty));
    assertTrue(err.toString().contains("found kitty"), err::toString);
    assertEquals(3, lab.world().roles().size());
  }

  @Test
  void withoutAPasswordNothingIsMade() {
    makeFresh();
    environment.remove("BOOTSTRAP_PASSWORD_CLOUDKITTY");

    assertEquals(2, run("bootstrap"));

    assertTrue(
        err.toString().startsWith("concertim-view: there is no password for cloudkitty"),
        err::toString);
    assertEquals(3, lab.world().roles().size());
  }

  @Test
  void otherNamesAreMadeBesideASuiteThatIsInUse() {
    environment.put("BOOTSTRAP_PASSWORD_MY_USER", "x");

    assertEquals(
        0,
        run("bootstrap", "--rename", "concertim=my.user", "--rename", "watcher=my-role"),
        err::toString);

    assertTrue(
        out.toString()
            .contains("made        user my.user has the role my-role in the project CM_beta-team"),
        out::toString);
    assertFalse(out.toString().contains("my.user has the role admin"), out::toString);
    assertEquals(2, run("bootstrap", "--rename", "nova=x"));
  }

  @Test
  void theConfigurationsUserIsTakenWhereTheEnvironmentNamesNone() {
    environment.clear();

    assertEquals(0, run("bootstrap"), err::toString);

    lab.world().cloudUsers().set(CONCERTIM, "roles", List.of("watcher"));
    assertEquals(1, run("bootstrap"));
    assertTrue(err.toString().contains("has the roles [watcher] in the project"), err::toString);
  }

  @Test
  void anEnvironmentWithHalfALoginIsWrongUsage() {
    environment.remove("OS_PASSWORD");

    assertEquals(2, run("bootstrap"));

    assertTrue(err.toString().contains("the environment: OS_PASSWORD: expected it"), err::toString);
  }

  @Test
  void whatKeystoneRefusesIsToldInOneLine() {
    makeFresh();
    lab.faults().fail("/keystone/v3/users$", Fault.status(400));

    assertEquals(1, run("bootstrap"));

    assertTrue(out.toString().contains("made        role rating"), out::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("/users answered 400 (a fault of the lab)"), err::toString);
  }
}
