// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.app.LabSync;
import io.concertim.view.app.SyncedData;
import io.concertim.view.cli.command.Output;
import io.concertim.view.cli.command.ViewSummary;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Table;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import io.concertim.view.text.PlainText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read and steer what the services keep. */
class CommandsTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String LOST = "5e000000-0000-4000-8000-0000000000ff";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private void sync() throws Exception {
    SyncedData.copyTo(lab.config(), folder);
  }

  private int run(String... arguments) {
    String[] all = List.of(arguments).toArray(new String[arguments.length + 1]);
    all[arguments.length] = "--data-dir=" + folder.resolve("data");
    return ViewCommand.line()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  @Test
  void showPrintsTheView() throws Exception {
    sync();
    assertEquals(0, run("show"), err::toString);
    assertTrue(out.toString().contains("alpha-web"), out::toString);
    assertTrue(out.toString().contains("Team "), out::toString);
  }

  @Test
  void showPrintsThePartThatIsAskedFor() throws Exception {
    sync();
    assertEquals(0, run("show", "--json", "--id", WEB));
    JsonNode view = new ObjectMapper().readTree(out.toString());
    assertEquals(1, view.path("devices").size());
    assertEquals(WEB, view.at("/devices/0/id/cloud").asText());
    assertEquals(1, view.path("racks").size());
    assertEquals(1, run("show", "--rack", "no such rack"));
  }

  @Test
  void showFindsRacksTeamsAndSubscriptionsByTheirIds() throws Exception {
    sync();
    View view = ViewJson.read(folder.resolve("data/view.json"));
    Rack rack =
        view.racks().stream()
            .filter(one -> one.id().billing() != null && !one.devices().isEmpty())
            .findFirst()
            .orElseThrow();
    for (String id :
        List.of(
            rack.id().concertim(), rack.id().cloud(), rack.id().billing(), rack.name().cloud())) {
      for (String option : List.of("--id", "--rack")) {
        View shown = shown(option, id);
        assertEquals(List.of(rack), shown.racks());
        assertEquals(
            view.devices().stream().filter(one -> one.rackId().equals(rack.id())).toList(),
            shown.devices());
      }
    }
    Team team =
        view.teams().stream()
            .filter(one -> one.id().equals(rack.teamId()))
            .findFirst()
            .orElseThrow();
    for (String id :
        List.of(
            team.id().concertim(),
            team.id().cloud(),
            team.id().billing(),
            team.name().concertim())) {
      for (String option : List.of("--id", "--team")) {
        View shown = shown(option, id);
        assertEquals(List.of(team), shown.teams());
        assertEquals(
            view.racks().stream().filter(one -> one.teamId().equals(team.id())).toList(),
            shown.racks());
      }
    }
  }

  @Test
  void showFindsRacksAndDevicesByTheirStatus() throws Exception {
    lab.world().servers().set(WEB, "status", "ERROR");
    lab.world().servers().set(WEB, "OS-EXT-STS:vm_state", "error");
    sync();
    View view = ViewJson.read(folder.resolve("data/view.json"));
    for (String status : List.of("FAILED", "active")) {
      View shown = shown("--status", status);
      assertEquals(
          view.devices().stream().filter(d -> status.equalsIgnoreCase(d.status())).toList(),
          shown.devices());
      assertTrue(
          shown
              .racks()
              .containsAll(
                  view.racks().stream().filter(r -> status.equalsIgnoreCase(r.status())).toList()),
          () -> status + shown.racks());
    }
    String broken =
        view.racks().stream()
            .filter(one -> one.status().equals("FAILED"))
            .map(one -> one.id().cloud())
            .findFirst()
            .orElseThrow();
    assertEquals(1, shown("--status", "FAILED", "--id", broken).racks().size());
    assertEquals(1, run("show", "--status", "ACTIVE", "--id", broken));
    assertEquals(1, run("show", "--status", "no such status"));
  }

  @Test
  void showShowsAllTeamsUnlessAPartIsAskedFor() throws Exception {
    sync();
    View view = ViewJson.read(folder.resolve("data/view.json"));
    assertEquals(view, shown());
  }

  /** Syncs, changes the status of a server, and syncs again; the view before the change. */
  private View syncAndStop() throws Exception {
    sync();
    View before = ViewJson.read(folder.resolve("data/view.json"));
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    LabSync.run(lab.config(), folder);
    return before;
  }

  @Test
  void showPrintsTheViewOfATime() throws Exception {
    View before = syncAndStop();
    View now = ViewJson.read(folder.resolve("data/view.json"));

    assertEquals(before, shown("--at", before.writtenAt().toString()));
    assertEquals(before, shown("--at", now.writtenAt().minusNanos(1).toString()));
    assertEquals(now, shown("--at", now.writtenAt().toString()));
    assertEquals(now, shown("--at", "PT0S"));
    assertEquals(1, shown("--id", WEB, "--at", before.writtenAt().toString()).devices().size());
  }

  @Test
  void whatTheHistoryDoesNotReachIsRefused() throws Exception {
    View before = syncAndStop();
    String reach = "the history reaches back to " + before.writtenAt();
    for (String command : List.of("show", "diff", "explain " + WEB)) {
      err.getBuffer().setLength(0);
      assertEquals(2, run((command + " --at 2020-01-01T00:00:00Z").split(" ")));
      assertTrue(err.toString().startsWith("concertim-view: --at: " + reach), err::toString);
      assertEquals(2, err.toString().lines().count(), err::toString);
    }
    assertEquals(2, run("show", "--at", "noon"));
    assertEquals(2, run("show", "--at", "2999-01-01T00:00:00Z"));
    assertTrue(err.toString().contains("--at: 2999-01-01T00:00:00Z is in the future"));
    assertEquals("", out.toString());
  }

  @Test
  void diffComparesViewsOfTimes() throws Exception {
    View before = syncAndStop();
    String then = before.writtenAt().toString();

    assertEquals(1, run("diff", "--at", then), err::toString);
    assertTrue(out.toString().contains("status ACTIVE → STOPPED"), out::toString);
    assertEquals(1, run("diff", "--at", "PT0S", "--at", then), err::toString);
    assertTrue(out.toString().contains("status STOPPED → ACTIVE"), out::toString);
    assertEquals(0, run("diff", "--at", "PT0S"), err::toString);
    assertEquals(2, run("diff", "--at", then, "--at", then, "--at", then));
  }

  @Test
  void explainTellsHowTheViewOfATimeShowedIt() throws Exception {
    View before = syncAndStop();
    for (String id : List.of(WEB, "web.alpha-web")) {
      out.getBuffer().setLength(0);
      assertEquals(0, run("explain", id, "--at", before.writtenAt().toString()), err::toString);
      String text = out.toString();
      assertTrue(text.contains("The view of " + before.writtenAt() + ", generation 1"), text);
      assertTrue(text.contains("only the view's part: what the systems said then is not"), text);
      assertFalse(text.contains("What the systems say of"), text);
      assertTrue(text.contains("device web.alpha-web (Instance), ACTIVE"), text);
      assertTrue(text.contains("nothing in changes.jsonl"), text);
    }
    assertEquals(0, run("explain", WEB, "--at", "PT0S"));
    assertTrue(out.toString().contains("status ACTIVE → STOPPED"), out::toString);
    assertEquals(1, run("explain", "nobody knows", "--at", "PT0S"));
  }

  private View shown(String... options) throws IOException {
    out.getBuffer().setLength(0);
    String[] all =
        Stream.concat(Stream.of("show", "--json"), Stream.of(options)).toArray(String[]::new);
    assertEquals(0, run(all), () -> String.join(" ", all) + err);
    Path file = Files.writeString(folder.resolve("shown.json"), out.toString());
    return ViewJson.read(file);
  }

  @Test
  void showDoesNotLetANameSteerTheTerminal() throws Exception {
    lab.world().servers().set(WEB, "name", "web\u001b[2J");
    sync();
    run("show");
    assertFalse(out.toString().contains("\u001b"), out::toString);
  }

  /** Line ends, ESC, a control of C1, DEL, and an override of the direction of writing. */
  @Test
  void noNameBeginsALineOrSteersATerminal() throws Exception {
    String name = "web\n\u001b[2J\u009b2J\u007f\u202eForged\r\u2028Team forged";
    sync();
    for (Table table :
        List.of(lab.world().servers(), lab.world().stacks(), lab.world().volumes())) {
      table.rows().forEach(row -> table.set(row.path("id").asText(), "name", name));
    }
    LabSync.run(lab.config(), folder);
    new ChangeLog(DataDirectory.open(folder.resolve("data")), 1 << 20)
        .add(
            List.of(
                new Change(
                    Instant.parse("2026-11-24T10:00:00Z"),
                    7,
                    name,
                    93L,
                    "device",
                    WEB,
                    name,
                    Change.Op.CHANGED,
                    "status",
                    name,
                    name,
                    new Change.Owner(name, name),
                    new Change.Owner(name, name))));
    String data = folder.resolve("data").toString();
    List<List<String>> commands =
        List.of(
            List.of("show"),
            List.of("show", "--json"),
            List.of("explain", WEB),
            List.of("explain", LOST),
            List.of("explain", name),
            List.of("history"),
            List.of("history", "--json"),
            List.of("history", "--csv"),
            List.of("diff", data, data),
            List.of("diff", "--json", data, folder.resolve("before").toString()));
    for (List<String> command : commands) {
      out.getBuffer().setLength(0);
      err.getBuffer().setLength(0);
      run(command.toArray(String[]::new));
      for (String line : (out.toString() + err).split("\n", -1)) {
        assertFalse(line.matches("(Team forged|Forged|.?\\[2J).*"), () -> command + ": " + line);
        assertTrue(line.chars().noneMatch(PlainText::steers), () -> command + ": " + line);
      }
    }
    out.getBuffer().setLength(0);
    StringWriter summary = new StringWriter();
    ViewSummary.print(
        ViewJson.read(folder.resolve("data/view.json")),
        folder,
        Output.to(new PrintWriter(summary)));
    for (String line : summary.toString().split("\n", -1)) {
      assertTrue(line.chars().noneMatch(PlainText::steers), line);
      assertFalse(line.startsWith("Team forged"), line);
    }
    String file = Files.readString(folder.resolve("data/view.json"));
    assertTrue(file.chars().noneMatch(PlainText::steers), "view.json steers nothing either");
    assertTrue(file.contains("\\u202E"), "but means the same");
  }

  @Test
  void explainTellsWhatEverySystemSays() throws Exception {
    sync();
    assertEquals(0, run("explain", WEB));
    String text = out.toString();
    assertTrue(text.contains("openstack, server " + WEB), text);
    assertTrue(text.contains("named by concertim, device"), text);
    assertTrue(text.contains("named by openstack, stack resources"), text);
    assertTrue(text.contains("device web.alpha-web (Instance), ACTIVE"), text);
  }

  @Test
  void explainTellsWhySomethingIsLeftOut() throws Exception {
    sync();
    assertEquals(0, run("explain", LOST));
    assertTrue(
        out.toString().contains("is left out: no stack shown as a rack has it"), out::toString);
  }

  @Test
  void explainTellsHowTheViewShowsTeamsUsersAndTemplates() throws Exception {
    sync();
    View view = ViewJson.read(folder.resolve("data/view.json"));
    Team team = view.teams().get(0);
    assertExplained(team.name().concertim(), "team " + team.name().concertim() + " (project ");
    assertExplained(team.id().cloud(), "team " + team.name().concertim() + " (project ");
    User user = view.users().get(0);
    assertExplained(user.name().concertim(), "user " + user.name().concertim() + ", as the portal");
    Template template =
        view.templates().stream().filter(t -> t.id().cloud() != null).findFirst().orElseThrow();
    assertExplained(
        template.id().cloud(),
        "template " + template.name().concertim() + " (flavor " + template.id().cloud() + "), ");
  }

  private void assertExplained(String idOrName, String shown) {
    out.getBuffer().setLength(0);
    assertEquals(0, run("explain", idOrName), err::toString);
    assertTrue(out.toString().contains("\n  " + shown), out::toString);
    assertFalse(out.toString().contains("it is not in the view"), out::toString);
  }

  @Test
  void explainTellsWhatHasChangedByWhicheverIdItIsAskedFor() throws Exception {
    sync();
    new ChangeLog(DataDirectory.open(folder.resolve("data")), 1 << 20)
        .add(List.of(change("2026-11-24T10:00:00Z", WEB)));
    Device device =
        ViewJson.read(folder.resolve("data/view.json")).devices().stream()
            .filter(one -> WEB.equals(one.id().cloud()))
            .findFirst()
            .orElseThrow();
    assertEquals(0, run("explain", device.id().concertim()));
    assertTrue(out.toString().contains("status ACTIVE → STOPPED"), out::toString);
  }

  @Test
  void explainEndsWithOneForWhatNobodyKnows() throws Exception {
    sync();
    assertEquals(1, run("explain", "nobody knows"));
    assertTrue(out.toString().contains("nothing: it is not there"), out::toString);
  }

  @Test
  void historyPrintsWhatIsAskedFor() throws Exception {
    sync();
    new ChangeLog(DataDirectory.open(folder.resolve("data")), 1 << 20)
        .add(List.of(change("2026-11-24T10:00:00Z", WEB), change("2026-11-24T11:00:00Z", WEB)));

    assertEquals(0, run("history", "--since", "2026-11-24T10:30:00Z", "--id", WEB));
    assertEquals(
        "2026-11-24T11:00:00Z  device web ("
            + WEB
            + "): status ACTIVE → STOPPED"
            + "  (compute.instance.power_off.end, after 93 ms)\n",
        out.toString());
    assertEquals(1, run("history", "--since", "2026-11-24T12:00:00Z"));
    assertTrue(err.toString().contains("nothing that is selected is in"), err::toString);
    assertEquals(2, run("history", "--since", "yesterday"));
    assertTrue(err.toString().contains("--since: expected a time such as"), err::toString);
  }

  @Test
  void historyFindsChangesByWhereTheyWereAndWhatTheyWere() throws Exception {
    sync();
    new ChangeLog(DataDirectory.open(folder.resolve("data")), 1 << 20)
        .add(
            List.of(
                change("2026-11-24T10:00:00Z", WEB),
                new Change(
                    Instant.parse("2026-11-24T11:00:00Z"),
                    8,
                    "full sync",
                    null,
                    "rack",
                    "57",
                    "alpha-web",
                    Change.Op.CHANGED,
                    "metadata.output",
                    null,
                    "=cmd(\"x\")",
                    null,
                    null)));

    assertEquals(List.of(7, 8), generations());
    assertEquals(List.of(7), generations("--team", "alpha-team"));
    assertEquals(List.of(7), generations("--team", "7e", "--device", "web"));
    assertEquals(List.of(7, 8), generations("--rack", "alpha-web"));
    assertEquals(List.of(7, 8), generations("--rack", "57"));
    assertEquals(List.of(), generations("--rack", "57", "--team", "other"));
    assertEquals(List.of(8), generations("--kind", "rack"));
    assertEquals(List.of(8), generations("--field", "metadata"));
    assertEquals(List.of(), generations("--field", "meta"));
    assertEquals(List.of(7), generations("--cause", "power_OFF"));
    assertEquals(List.of(7), generations("--until", "2026-11-24T10:30:00Z"));
    assertEquals(2, run("history", "--kind", "server"));

    out.getBuffer().setLength(0);
    assertEquals(0, run("history", "--csv"));
    assertEquals(
        """
        at,generation,cause,delay_millis,kind,id,name,op,field,before,after,rack_id,rack,team_id,team
        2026-11-24T10:00:00Z,7,compute.instance.power_off.end,93,device,%s,web,CHANGED,status,ACTIVE,\
        STOPPED,57,alpha-web,7e,alpha-team
        2026-11-24T11:00:00Z,8,full sync,,rack,57,alpha-web,CHANGED,metadata.output,,"'=cmd(""x"")",,,,
        """
            .formatted(WEB),
        out.toString());
  }

  private List<Integer> generations(String... options) throws IOException {
    out.getBuffer().setLength(0);
    List<Integer> found = new ArrayList<>();
    run(Stream.concat(Stream.of("history", "--json"), Stream.of(options)).toArray(String[]::new));
    for (String line : out.toString().lines().toList()) {
      found.add(new ObjectMapper().readTree(line).path("generation").asInt());
    }
    return found;
  }

  @Test
  void historyKnowsTheRackAndTheTeamOfWhatHasChanged() throws Exception {
    syncAndStop();
    assertEquals(1, generations("--team", "alpha-team", "--field", "status").size());
    assertEquals(1, generations("--rack", "alpha-web", "--field", "status").size());
    JsonNode change = new ObjectMapper().readTree(out.toString());
    assertEquals("alpha-web", change.at("/rack/name").asText());
    assertEquals("alpha-team", change.at("/team/name").asText());
  }

  private static Change change(String at, String id) {
    return new Change(
        Instant.parse(at),
        7,
        "compute.instance.power_off.end",
        93L,
        "device",
        id,
        "web",
        Change.Op.CHANGED,
        "status",
        "ACTIVE",
        "STOPPED",
        new Change.Owner("57", "alpha-web"),
        new Change.Owner("7e", "alpha-team"));
  }

  @Test
  void resyncAsksForAFullSyncAndLetsDeletionsPass() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    assertEquals(0, run("resync", "--release-deletions"));
    assertTrue(Files.exists(folder.resolve("data/resync.flag")));
    assertTrue(Files.exists(folder.resolve("data/release-deletions.flag")));
  }

  @Test
  void aViewThatCannotBeReadIsToldInOneLine() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    Files.writeString(folder.resolve("data/view.json"), "{\"racks\": 1");
    assertEquals(1, run("show"));
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  @Test
  void aDirectoryWithoutAViewIsTold() throws IOException {
    Files.createDirectory(folder.resolve("data"));
    assertEquals(2, run("show"));
    assertTrue(err.toString().startsWith("concertim-view: there is no "), err::toString);
    assertTrue(err.toString().endsWith("Try 'concertim-view show --help'.\n"), err::toString);
  }
}
