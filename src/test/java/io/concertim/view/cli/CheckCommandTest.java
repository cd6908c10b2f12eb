// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.DefaultConsumer;
import io.concertim.view.cli.check.CheckResult;
import io.concertim.view.cli.check.CheckResult.Result;
import io.concertim.view.cli.check.Checklist;
import io.concertim.view.cli.check.SuiteAccounts;
import io.concertim.view.cli.check.SystemChecks;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each thing that may be wrong is a line of the checklist, and hides no other. */
class CheckCommandTest {
  private static final SuiteAccounts SUITE =
      new SuiteAccounts("watcher", "rating", "concertim", "cloudkitty");

  private static final String CONCERTIM = "c0000000000000000000000000000001";
  private static final String CLOUDKITTY = "c0000000000000000000000000000005";

  @TempDir private Path folder;
  @AutoClose private EmbeddedLab lab = EmbeddedLab.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.createDirectory(folder.resolve("log"));
  }

  private LabConfig config() {
    return lab.config()
        .without("message_queue")
        .set("view.response_timeout", "5s")
        .set("view.connect_timeout", "5s");
  }

  private int check(LabConfig config, String... more) throws IOException {
    Path file = config.write(folder);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    return check(more);
  }

  private int check(String... more) {
    List<String> arguments =
        List.of(
            "check",
            "--config=" + folder.resolve("config.yaml"),
            "--data-dir=" + folder.resolve("data"),
            "--log-dir=" + folder.resolve("log"));
    return ViewCommand.line()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  /** The line of an item, with what comes between its columns as one space. */
  private String line(String item) {
    return out.toString()
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .filter(line -> line.contains(item))
        .findFirst()
        .orElseGet(() -> "no " + item + " in " + out);
  }

  private void assertLine(String item, String expected) {
    assertTrue(line(item).startsWith(expected), () -> line(item));
  }

  @Test
  void everythingIsRightInTheLab() throws IOException {
    assertEquals(0, check(config()), out::toString);

    assertFalse(out.toString().contains("FAIL "), out::toString);
    assertLine(" role admin ", "ok openstack role admin concertim has it");
    assertLine(
        " endpoint, network",
        "ok openstack endpoint, network %s/neutron/v2.0 (network, public, region RegionOne; the catalog names no version, we speak v2.0)"
            .formatted(lab.url()));
    assertLine(" compute API", "ok openstack compute API Nova 2.1 to 2.93");
    assertLine(" concertim has watcher", "ok openstack concertim has watcher in all 2 projects");
    assertLine(" root user", "ok concertim root user admin is root");
    assertLine(" killbill version", "ok killbill version Kill Bill 0.22.26");
    assertLine(" rabbitmq", "WARN rabbitmq configuration there is none");
    assertTrue(out.toString().endsWith(", 1 WARN, 0 FAIL\n"), out::toString);
  }

  @Test
  void showsNoSecret() throws IOException {
    lab.world().roles().clear();
    check(config());
    check(config(), "--json");
    for (String secret : List.of("-secret", "gAAAAAB", "eyJhbGci", "Basic ")) {
      assertFalse(out.toString().contains(secret), out::toString);
      assertFalse(err.toString().contains(secret), err::toString);
    }
  }

  @Test
  void isJsonWhereThatIsAskedFor() throws IOException {
    assertEquals(0, check(config(), "--json"));
    JsonNode line = new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
    assertEquals("files", line.path("area").asText());
    assertEquals("OK", line.path("result").asText());
  }

  @ParameterizedTest
  @CsvSource({"watcher", "rating", "admin", "member"})
  void aRoleThatIsMissingFails(String role) throws IOException {
    lab.world().roles().rows().stream()
        .filter(row -> row.path("name").asText().equals(role))
        .forEach(row -> lab.world().roles().remove(row.path("id").asText()));

    assertEquals(1, check(config()));

    assertLine(
        " role " + role + " exists",
        "FAIL openstack role " + role + " exists the cloud has no role " + role);
  }

  @Test
  void aUserThatIsMissingFails() throws IOException {
    lab.world().cloudUsers().remove(CLOUDKITTY);

    assertEquals(1, check(config()));

    assertLine(" user cloudkitty exists", "FAIL openstack user cloudkitty exists the cloud has no");
    assertTrue(line(" user cloudkitty exists").endsWith("; run the command bootstrap"));
    assertLine(" cloudkitty has rating", "FAIL openstack cloudkitty has rating there is no such");
  }

  @Test
  void aUserThatIsDisabledFails() throws IOException {
    lab.world().cloudUsers().set(CLOUDKITTY, "enabled", false);

    assertEquals(1, check(config()));

    assertLine(" user cloudkitty exists", "FAIL openstack user cloudkitty exists but is disabled");
  }

  @Test
  void anAssignmentThatIsMissingFails() throws IOException {
    lab.world().assignments().remove("as4");

    assertEquals(1, check(config()));

    assertLine(
        " concertim has watcher", "FAIL openstack concertim has watcher not in [CM_beta-team]");
  }

  @Test
  void whoIsNoAdminFailsAndSeesNoProjectsInHeatsRows() throws IOException {
    lab.world().cloudUsers().set(CONCERTIM, "roles", List.of("watcher"));

    assertEquals(1, check(config().asCloudUser("concertim", "CM_alpha-team")));

    assertLine(" role admin ", "FAIL openstack role admin concertim has the roles [watcher]");
    assertLine(" servers ", "FAIL openstack servers ");
    assertLine(" stacks ", "FAIL openstack stacks Heat does not tell the project of ");
    assertLine(" roles and users", "FAIL openstack roles and users only an admin is shown");
    assertLine(" accounts ", "ok killbill accounts");
  }

  @Test
  void aWrongPasswordOfTheCloudFailsAndHidesNoOtherSystem() throws IOException {
    assertEquals(1, check(config().set("openstack.password", "wrong")));

    assertLine(" openstack sign-in", "FAIL openstack sign-in openstack: http://");
    assertTrue(line(" openstack sign-in").contains("answered 401"), () -> line(" sign-in"));
    assertLine(" killbill version", "ok killbill version");
  }

  @Test
  void aPortalUserWhoIsNotRootFails() throws IOException {
    assertEquals(1, check(config().asPortalUser("anna")));

    assertLine(" root user", "FAIL concertim root user concertim: the user anna is not root");
  }

  @Test
  void aWrongPasswordOfThePortalFails() throws IOException {
    assertEquals(1, check(config().set("concertim.concertim_password", "wrong")));

    assertLine(" concertim sign-in", "FAIL concertim sign-in concertim: http://");
    assertTrue(line(" concertim sign-in").contains("Invalid Login or password"), out::toString);
  }

  @Test
  void anOldPortalFailsWhereItLacksAListAndIsWarnedOfWhereItLacksTypes() throws IOException {
    lab.faults().fail("/api/v1/teams", Fault.proxyPage(404));
    lab.faults().fail("/api/v1/devices", Fault.rewritten(body -> "[{\"id\": \"1\"}]"));
    lab.faults().fail("/api/v1/racks", Fault.notJson());

    assertEquals(1, check(config()));

    assertLine(" concertim teams", "FAIL concertim teams concertim: http://");
    assertLine(" concertim devices", "WARN concertim devices 1 are shown, without their type");
    assertLine(" concertim racks", "FAIL concertim racks /api/v1/racks was answered with no list");
    assertLine(" concertim users", "ok concertim users");
  }

  @Test
  void aListOfKillBillThatFailsIsALineOfItsOwn() throws IOException {
    lab.faults().fail("/bundles/", Fault.status(401));
    lab.faults().fail("/accounts/", Fault.rewritten(body -> "{}"));

    assertEquals(1, check(config()));

    assertLine(" subscriptions", "FAIL killbill subscriptions killbill: http://");
    assertLine(" accounts", "FAIL killbill accounts http://");
    assertLine(" custom fields", "ok killbill custom fields");
  }

  @Test
  void aServerWithoutAnAnswerFails() throws IOException {
    lab.faults().fail("/sign_in", Fault.drop());

    assertEquals(1, check(config()));

    assertLine(" concertim sign-in", "FAIL concertim sign-in concertim: http://");
  }

  @Test
  void aPortalWithoutItsTemplatesIsWarnedOf() throws IOException {
    lab.world().templates().rows().stream()
        .filter(row -> row.path("tag").asText().equals("volume"))
        .forEach(row -> lab.world().templates().remove(row.path("id").asText()));

    assertEquals(0, check(config()), out::toString);

    assertLine(" templates", "WARN concertim templates none has the tag volume");
  }

  @Test
  void wrongKeysOfKillBillFail() throws IOException {
    assertEquals(1, check(config().set("killbill.apisecret", "wrong")));

    assertLine(" killbill version", "FAIL killbill version killbill: http://");
  }

  @Test
  void aSystemThatIsDownFailsAndTheOthersAreLookedAt() throws IOException {
    assertEquals(1, check(config().set("concertim.concertim_url", "http://127.0.0.1:1")));

    assertLine(" concertim sign-in", "FAIL concertim sign-in concertim: http://127.0.0.1:1/");
    assertLine(" openstack sign-in", "ok openstack sign-in as concertim");
  }

  @Test
  void aTargetOfNotificationsThatIsDownFails() throws IOException {
    Map<String, String> target = Map.of("url", "http://127.0.0.1:1/hooks/T0KEN");

    assertEquals(1, check(config().set("view.notify", Map.of("chat", target))));

    assertLine(" notify ", "FAIL notify chat 127.0.0.1:1 cannot be reached: Connection refused");
    assertFalse(out.toString().contains("T0KEN"), out::toString);
    assertTrue(out.toString().endsWith(", 1 WARN, 1 FAIL\n"), out::toString);
  }

  @Test
  void aServiceThatFailsIsALineOfItsOwn() throws IOException {
    lab.faults().fail("/cinder/", Fault.status(503));
    lab.faults().fail("/neutron/", Fault.notJson());

    assertEquals(1, check(config()));

    assertLine(" openstack volumes", "FAIL openstack volumes openstack: http://");
    assertLine(" openstack networks", "FAIL openstack networks http://");
    assertLine(" servers ", "ok openstack servers can be read");
  }

  @Test
  void aServiceThatTheCatalogLacksIsALineOfItsOwn() throws IOException {
    lab.faults()
        .fail(
            "/auth/tokens",
            Fault.rewritten(body -> body.replace("\"orchestration\"", "\"other\"")));

    assertEquals(1, check(config()));

    assertLine(
        " stacks", "FAIL openstack stacks openstack: the catalog has no public endpoint for");
  }

  @Test
  void anAddressThatIsNotKeystoneFails() throws IOException {
    lab.faults()
        .fail("/keystone/v3$", Fault.rewritten(body -> "{\"version\": {\"id\": \"v2.0\"}}"));

    assertEquals(1, check(config()));

    assertLine(" identity API", "FAIL openstack identity API http://");
  }

  @Test
  void anotherMicroversionFails() throws IOException {
    lab.faults().fail("/nova/v2.1$", Fault.rewritten(body -> body.replace("\"2.1\"", "\"2.53\"")));

    assertEquals(1, check(config()));

    assertLine(" compute API", "FAIL openstack compute API it speaks 2.53 to 2.93, not 2.1");
  }

  /** The lab's own clock cannot be set, so it is ours that is wrong. */
  @ParameterizedTest
  @CsvSource({"90, behind", "-90, ahead of"})
  void aClockThatIsWrongIsWarnedOf(int seconds, String where) throws Exception {
    Checklist list = new Checklist();
    ViewConfig config = ConfigFile.load(config().write(folder), Map.of());

    Clock ours = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds));

    new SystemChecks(list, config, SUITE, false, ours).run(system -> {});

    List<CheckResult> clocks =
        list.findings().stream().filter(finding -> finding.item().startsWith("clock")).toList();
    assertEquals(
        List.of("concertim", "openstack", "killbill"),
        clocks.stream().map(CheckResult::area).toList());
    for (CheckResult clock : clocks) {
      assertEquals(Result.WARN, clock.result());
      assertTrue(clock.detail().endsWith(" s " + where + " this machine's"), clock::detail);
    }
  }

  @Test
  void anUnknownAuthorityFailsAndAKnownOneDoesNot() throws IOException {
    lab.close();
    lab = EmbeddedLab.start(LabOptions.defaults().withTls());
    assertEquals(1, check(config()));
    assertLine(" concertim certificate", "FAIL concertim certificate ");
    assertTrue(line(" killbill certificate").contains("ca_file"), out::toString);

    out.getBuffer().setLength(0);
    LabConfig trusting = config();
    for (String system : List.of("concertim", "openstack", "killbill")) {
      trusting.set(system + ".tls", Map.of("ca_file", lab.caFile().toString()));
    }
    assertEquals(0, check(trusting), out::toString);
    assertLine(
        " openstack certificate", "ok openstack certificate, identity is trusted, and expires at");

    out.getBuffer().setLength(0);
    assertEquals(0, check(trusting.set("killbill.tls", Map.of("insecure", true))));
    assertLine(" killbill certificate", "WARN killbill certificate is not checked");
  }

  @Test
  void filesThatAnyoneMayReadOrWriteAreWarnedOf() throws IOException {
    config().write(folder);
    mode("config.yaml", "rw-r--r--");
    mode("data", "rwxrwxrwx");
    Files.writeString(folder.resolve("data/view.pickle"), "");
    mode("data/view.pickle", "rw-rw-rw-");
    Path hold = Files.createFile(folder.resolve("data/resync.hold"));
    Files.setLastModifiedTime(hold, FileTime.from(Instant.now().minusSeconds(3_600)));

    assertEquals(0, check(), out::toString);

    assertLine(" configuration's mode", "WARN files configuration's mode ");
    assertLine(" data directory", "WARN files data directory ");
    assertLine(" view.pickle", "WARN files view.pickle ");
    assertLine(" resync.hold", "WARN files resync.hold is 60 minutes old");
  }

  @Test
  void aHoldFromATimeToComeIsForgottenToo() throws IOException {
    config().write(folder);
    Path hold = Files.createFile(folder.resolve("data/resync.hold"));
    Files.setLastModifiedTime(hold, FileTime.from(Instant.now().plusSeconds(3_630)));

    check();

    assertLine(" resync.hold", "WARN files resync.hold is 60 minutes ahead of the clock");
  }

  private void mode(String file, String mode) throws IOException {
    Files.setPosixFilePermissions(folder.resolve(file), PosixFilePermissions.fromString(mode));
  }

  @Test
  void aFileOfOursThatIsSomebodyElsesIsWarnedOf() throws IOException {
    Path lock = Files.createFile(folder.resolve("data/view.lock"));
    UserPrincipal nobody =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    try {
      Files.setOwner(lock, nobody);
    } catch (FileSystemException e) {
      Assumptions.abort("only root can give a file away: " + e.getMessage());
    }

    assertEquals(0, check(config()), out::toString);

    assertLine(" own files", "WARN files own files [view.lock] are of others than");
  }

  @Test
  void directoriesThatAreNotThereFail() throws IOException {
    Files.delete(folder.resolve("data"));
    Files.delete(folder.resolve("log"));

    assertEquals(1, check(config()));

    assertLine(" data directory", "FAIL files data directory the data directory ");
    assertLine(" log directory", "FAIL files log directory ");
  }

  @Test
  void aWrongConfigurationIsToldWithTheFiles() throws IOException {
    assertEquals(2, check(config().set("log_level", "loud").without("killbill.apikey")));

    assertEquals(2, out.toString().lines().filter(l -> l.contains(" configuration  ")).count());
    assertLine(" data directory", "ok files data directory");
  }

  @Test
  void aBrokerThatIsNotThereFails() throws IOException {
    assertEquals(
        1, check(config().set("message_queue", "rmq").set("rmq.rmq_port", "1")), out::toString);

    assertLine(" connection", "FAIL rabbitmq connection ");
    assertTrue(line(" connection").contains("check rmq_address"), out::toString);
  }

  @Test
  void anotherProgramThatTakesOurMessagesIsSeen() throws IOException {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Publisher other = broker.publisher()) {
      LabConfig config = broker.configure(config().set("message_queue", "rmq"));
      other.channel().queueDeclare("concertim_view", true, false, false, null);
      check(config);
      assertLine("queue concertim_view ", "ok rabbitmq queue concertim_view 0 messages wait in it");

      other.channel().basicConsume("concertim_view", new DefaultConsumer(other.channel()));
      out.getBuffer().setLength(0);
      check(config);
      assertLine(
          "queue concertim_view ",
          "WARN rabbitmq queue concertim_view another program takes messages from it");

      other.channel().basicConsume("concertim_view", new DefaultConsumer(other.channel()));
      out.getBuffer().setLength(0);
      check(config);
      assertLine(
          "queue concertim_view ",
          "FAIL rabbitmq queue concertim_view 2 programs take messages from the queue");
    }
  }
}
