// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.app.LabSync;
import io.concertim.view.app.SyncedData;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.python.ViewPickle;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views that diff compares, and what it tells of them. */
class DiffCommandTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String ORACLE = "/fixtures/concertim/oracle/view.pickle5";

  @TempDir private Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() throws Exception {
    SyncedData.copyTo(lab.config().set("view.retries", 0), folder);
  }

  private int diff(String... arguments) {
    List<String> all = Stream.concat(Stream.of("diff"), Stream.of(arguments)).toList();
    return ViewCommand.line()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            Stream.concat(
                    all.stream(),
                    Stream.of(
                        "--data-dir=" + folder.resolve("data"),
                        "--config=" + folder.resolve("config.yaml")))
                .toArray(String[]::new));
  }

  private Map<Path, FileTime> stored() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      Map<Path, FileTime> stored = new TreeMap<>();
      files.forEach(
          file -> {
            try {
              stored.put(file, Files.getLastModifiedTime(file));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      return stored;
    }
  }

  @Test
  void findsNothingWhereNothingHasChangedAndPublishesNothing() throws IOException {
    Map<Path, FileTime> before = stored();

    assertEquals(0, diff(), () -> out.toString() + err);

    assertTrue(out.toString().endsWith("0 differences\n"), out::toString);
    assertEquals(before, stored());
    assertEquals("reading Concertim, OpenStack and Kill Bill …\n", err.toString());
  }

  @Test
  void tellsWhatASyncWouldPublishNow() {
    lab.world().servers().set(WEB, "status", "SHUTOFF");

    assertEquals(1, diff());

    assertTrue(
        out.toString().contains("device web.alpha-web (" + WEB + "): status ACTIVE → STOPPED"),
        out::toString);
  }

  @Test
  void startsWithNothingWhereNothingIsStored() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    int status =
        ViewCommand.line()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "diff",
                folder.resolve("data").toString(),
                "now",
                "--data-dir=" + empty,
                "--config=" + folder.resolve("config.yaml"));

    assertEquals(0, status, () -> out.toString() + err);
    try (Stream<Path> files = Files.list(empty)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void readsWithTheOperatorsRoutes() throws IOException {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (InputStream built =
        getClass().getResourceAsStream("/routes/openstack-compute.camel.yaml")) {
      String own = new String(built.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          routes.resolve("openstack-compute.camel.yaml"),
          own.replace("is_public=None", "is_public=true"));
    }
    lab.calls().clear();

    // The private flavor that this list lacks is asked for by its id, and is there.
    assertEquals(0, diff("--routes=" + routes), out::toString);

    assertFalse(lab.calls().matching("is_public=true").isEmpty());
    assertEquals(1, diff("--routes=nowhere"));
    assertTrue(err.toString().contains("--routes: cannot read the directory"), err::toString);
  }

  @Test
  void saysWhatCouldNotBeRead() {
    lab.faults().fail("/heat/", Fault.status(500));

    assertEquals(1, diff());

    assertTrue(err.toString().contains("openstack was not read completely: "), err::toString);
  }

  @Test
  void comparesTwoStoredViews() throws Exception {
    Path earlier = Files.copy(folder.resolve("data/view.json"), folder.resolve("earlier.json"));
    lab.world().servers().set(WEB, "status", "SHUTOFF");
    LabSync.run(lab.config(), folder);

    assertEquals(1, diff(earlier.toString()));

    assertTrue(out.toString().contains("): status ACTIVE → STOPPED"), out::toString);
    assertEquals(0, diff(folder.resolve("data").toString(), folder.resolve("data").toString()));
  }

  @Test
  void ourViewIsThatOfOurPickle() {
    assertEquals(0, diff(folder.resolve("data/view.pickle").toString()), out::toString);
    assertEquals(
        0, diff(folder.resolve("data").toString(), folder.resolve("data/view.pickle").toString()));
    assertTrue(out.toString().contains("\n0 differences\n"), out::toString);
  }

  @Test
  void marksWhatIsAKnownDefectOfThePythonProgram() throws Exception {
    Path pythons = folder.resolve("python.pickle");
    ObjectNode view =
        (ObjectNode) new ObjectMapper().readTree(folder.resolve("data/view.json").toFile());
    view.path("racks").forEach(rack -> ((ObjectNode) rack).put("status_reason", ""));
    Path edited = Files.writeString(folder.resolve("edited.json"), view.toString());
    Files.write(pythons, ViewPickle.bytes(ViewJson.read(edited)));

    assertEquals(0, diff("--json", pythons.toString()), out::toString);

    JsonNode line = new ObjectMapper().readTree(out.toString().lines().findFirst().orElseThrow());
    assertEquals("rack", line.path("kind").asText());
    assertEquals("CHANGED", line.path("op").asText());
    assertEquals("status_reason", line.path("field").asText());
    assertEquals("it forgets the reason of a known rack", line.path("python_defect").asText());
  }

  @Test
  void comparesWithWhatThePythonSyncMade() {
    assertEquals(1, diff(DiffCommandTest.class.getResource(ORACLE).getPath()));

    assertTrue(out.toString().contains("is only in "), out::toString);
  }

  @Test
  void aPickleThatIsNoneIsRefusedInOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("evil.pickle"), "cos\nsystem\n(U\2idtR.");

    assertEquals(1, diff(file.toString()));

    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().contains("it names os.system"), err::toString);
  }

  @Test
  void whatIsNotThereIsWrongUsage() throws IOException {
    assertEquals(2, diff("nowhere/view.json"));
    assertTrue(
        err.toString().startsWith("concertim-view: there is no nowhere/view.json"), err::toString);

    Files.writeString(folder.resolve("config.yaml"), "log_level: info\n");
    assertEquals(2, diff());
  }
}
