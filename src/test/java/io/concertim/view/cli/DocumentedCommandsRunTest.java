// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.app.LabSync;
import io.concertim.view.app.SyncedData;
import io.concertim.view.cluster.TestDatabase;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Each command that the documentation shows does what it is to do, with the embedded lab and one
 * installation. The services themselves, which the documentation starts too, run in the process
 * tests.
 */
class DocumentedCommandsRunTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  /** These may end with 1 although they have done what they are to do. */
  private static final List<String> FINDING = List.of("check", "cluster --leads", "diff");

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  private Path file(String name, LabConfig config) throws IOException {
    return config.write(Files.createDirectories(folder.resolve(name)));
  }

  private static Set<String> commands() throws IOException {
    Set<String> commands = new TreeSet<>();
    for (DocumentedCommandsTest.Line line : DocumentedCommandsTest.lines()) {
      if (!line.text().startsWith("--")) {
        commands.add(line.text());
      }
    }
    return commands;
  }

  /** With what there is here where the documentation names places, and what there would be. */
  private static String here(String command, Path data, String time) {
    return command
        .replaceAll(" --(data-dir|config)([= ]\\S+)?", "")
        .replaceAll("--at$", "--at TIME")
        .replaceAll("--at PT\\d+[HS]", "--at TIME")
        .replace("--until TIME", "--until 2999-01-01T00:00:00Z")
        .replace("TIME", time)
        .replace(" ID", " " + WEB)
        .replace(" T", " alpha-team")
        .replaceAll("/opt/\\S+/view\\.pickle", data.resolve("view.pickle").toString())
        .replace("VIEW", data.toString());
  }

  @Test
  void doWhatTheyShow() throws Exception {
    Path alone = file("alone", lab.config());
    SyncedData.copyTo(lab.config(), folder);
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    LabSync.run(lab.config(), folder); // so that there is a history
    Path data = folder.resolve("data");
    String time = ViewJson.read(data.resolve("view.json")).writtenAt().toString();
    Path cluster =
        file(
            "cluster",
            lab.config()
                .set("view.store", "postgresql")
                .set("view.postgresql", new TestDatabase().config())
                .set("view.cluster", Map.of("host", "portal-1")));
    List<String> wrong = new ArrayList<>();
    for (String command : commands()) {
      String name = command.split(" ", -1)[0];
      List<String> words = new ArrayList<>(List.of(here(command, data, time).split(" ", -1)));
      CommandLine.Model.CommandSpec known =
          ViewCommand.line().getSubcommands().get(name).getCommandSpec();
      if (known.findOption("--data-dir") != null) {
        words.add("--data-dir=" + data);
      }
      if (known.findOption("--config") != null) {
        words.add("--config=" + (name.equals("cluster") ? cluster : alone));
      }
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int exit =
          ViewCommand.line()
              .setOut(new PrintWriter(out))
              .setErr(new PrintWriter(err))
              .execute(words.toArray(String[]::new));
      boolean isRight =
          command.contains("2026-11-20")
              ? exit == 2 && err.toString().contains("the history reaches back to")
              : exit == 0 || (exit == 1 && FINDING.stream().anyMatch(command::startsWith));
      if (!isRight) {
        wrong.add(words + " ends with " + exit + ": " + out + err);
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(commands().size() > 25, "only " + commands().size() + " were found");
  }
}
