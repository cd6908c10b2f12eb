// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.mapping.Place;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Account;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.state.State;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  private static final long SEEN = 1_795_000_000_000_001L;
  private static final String HEADER = "{\"format\":1,\"generation\":3,\"sources\":{}}\n";
  private static final String GONE = "{\"kind\":\"SERVER\",\"id\":\"s1\",\"seen\":5}\n";

  @TempDir private Path dir;

  @Test
  void comesBackAsItWasWritten() throws IOException {
    State state =
        new State(
            Layers.empty()
                .merge(
                    List.of(
                        Observation.of(Kind.SERVER, SEEN, server()),
                        Observation.of(Kind.DEVICE, SEEN, device()),
                        Observation.of(Kind.RACK, SEEN, rack()),
                        Observation.of(
                            Kind.STACK_OUTPUTS,
                            SEEN,
                            new StackOutputs(
                                "st", List.of(Map.of("output_value", List.of(1, 2.5))))),
                        Observation.of(
                            Kind.STACK_RESOURCES,
                            SEEN,
                            new StackResources(
                                "st",
                                null,
                                List.of(new StackResource("n", "OS::Nova::Server", "s")))),
                        Observation.of(
                            Kind.ACCOUNT,
                            SEEN,
                            new Account("a", null, "USD", new BigDecimal("12.50"))),
                        Observation.gone(Kind.STACK, "gone", SEEN))),
            Map.of("s1", new Place("stack-1", 1, 2)),
            Map.of(
                Source.OPENSTACK,
                SourceStatus.failedAt(
                    SampleView.NOW, "503", SourceStatus.completeAt(SampleView.NOW))),
            7);

    assertEquals(state, StateFile.read(file(StateFile.bytes(state))));
  }

  @Test
  void bringsBackWhatWasLeftOutAndHeldAndWhenListsBegan() throws IOException {
    State state =
        new State(
            Layers.empty(),
            Map.of(),
            Map.of(),
            Map.of(
                Source.CONCERTIM,
                List.of(
                    new Problem(
                        Problem.Effect.LEFT_OUT,
                        Problem.Cause.NO_RACK,
                        "device",
                        "d1",
                        "it has no rack"))),
            Map.of(
                Source.OPENSTACK,
                List.of(new HeldDeletion("server", List.of("s1"), "too many", null))),
            Map.of(Kind.SERVER, 5L),
            Map.of(Kind.SERVER, 4L),
            7);

    assertEquals(state, StateFile.read(file(StateFile.bytes(state))));
  }

  private static Server server() {
    return new Server(
        "s1", "nöde\n1", "active", "p", null, null, List.of("1.2.3.4"), List.of(), List.of(), null);
  }

  private static PortalDevice device() {
    Map<String, Object> details =
        Map.of("size", 8, "big", 1L << 40, "list", Arrays.asList(true, null, Map.of("a", "b")));
    return new PortalDevice(
        "d", "n", "Volume", null, "ACTIVE", 0.1, null, "r", 1, 2, "f", "v", "st", null, details);
  }

  private static PortalRack rack() {
    PortalTeam owner = new PortalTeam("t", "Team", "p", null, null, null, 1.5, 0);
    return new PortalRack(
        "r", "rack", 42, "ACTIVE", null, owner, "st", null, null, null, null, null, Map.of());
  }

  @Test
  void aFileThatDoesNotExistIsAnEmptyState() throws IOException {
    assertEquals(State.empty(), StateFile.read(dir.resolve("missing")));
  }

  @Test
  void anObservationIsOneLineThatStandsForItself() throws IOException {
    Observation observation = Observation.of(Kind.SERVER, SEEN, server());
    byte[] line = ObservationLine.bytes(observation);

    assertEquals(observation, ObservationLine.parse(line));
    assertEquals(1, new String(line, StandardCharsets.UTF_8).lines().count());
    assertEquals('\n', line[line.length - 1]);
    assertEquals(GONE, new String(ObservationLine.bytes(gone()), StandardCharsets.UTF_8));
  }

  private static Observation gone() {
    return Observation.gone(Kind.SERVER, "s1", 5);
  }

  @Test
  void aLastLineThatWasCutOffAnywhereIsSkipped() throws IOException {
    String line =
        new String(
            ObservationLine.bytes(Observation.of(Kind.SERVER, SEEN, server())),
            StandardCharsets.UTF_8);
    Layers whole = Layers.empty().merge(List.of(gone()));

    for (int length = 0; length < line.length() - 1; length++) {
      State state = StateFile.read(file(HEADER + GONE + line.substring(0, length)));
      assertEquals(whole, state.layers(), "cut after " + length);
    }
  }

  @Test
  void aFileThatLostItsTailAnywhereIsRefused() throws IOException {
    State state =
        new State(
            Layers.empty()
                .merge(
                    List.of(
                        Observation.of(Kind.SERVER, SEEN, server()),
                        Observation.gone(Kind.STACK, "st", 5))),
            Map.of("s1", new Place("stack-1", 1, 2), "s2", new Place("stack-1", 3, 3)),
            Map.of(),
            7);
    byte[] whole = StateFile.bytes(state);

    assertEquals(state, StateFile.read(file(whole)));
    assertEquals(state, StateFile.read(file(Arrays.copyOf(whole, whole.length - 1))));
    for (int length = 0; length < whole.length - 1; length++) {
      Path file = file(Arrays.copyOf(whole, length));
      String message = assertThrows(IOException.class, () -> StateFile.read(file)).getMessage();
      assertTrue(message.startsWith("cannot read line "), message);
    }
  }

  @Test
  void aFileThatLostWholeLinesIsToldWithHowMany() throws IOException {
    Path file = file(HEADER.replace("\"sources\"", "\"lines\":3,\"sources\"") + GONE);

    String message = assertThrows(IOException.class, () -> StateFile.read(file)).getMessage();

    assertTrue(message.contains("the file ends after 1 of the 3 lines that it had"), message);
    assertTrue(message.contains("; restore the file, or move it away"), message);
  }

  @Test
  void anyOtherUnreadableLineIsNamedWithItsFile() throws IOException {
    for (String line :
        List.of(
            "{\"kind\":\"SERV\n",
            "{\"kind\":\"COMET\",\"id\":\"x\",\"seen\":1}\n",
            "\u0000\n",
            "\u0000".repeat(500) + GONE,
            GONE.strip() + GONE,
            "{\"place\":\"s\"}{\"place\":\"t\"}\n")) {
      Path file = file(HEADER + line + GONE);
      String message = assertThrows(IOException.class, () -> StateFile.read(file)).getMessage();
      assertTrue(message.startsWith("cannot read line 2 of " + file + ": "), message);
    }
  }

  @Test
  void aFileWithoutAHeaderOfItsFormatIsRefused() throws IOException {
    for (String content : List.of("", GONE, "{\"format\":2,\"generation\":1,\"sources\":{}}\n")) {
      Path file = file(content);
      String message = assertThrows(IOException.class, () -> StateFile.read(file)).getMessage();
      assertTrue(message.startsWith("cannot read line 1 of " + file + ": "), message);
    }
  }

  @Test
  void keysThatAreNotKnownAreSkipped() throws IOException {
    State state =
        StateFile.read(
            file(
                """
                {"format":1,"by":"later","generation":3,"sources":{}}
                {"kind":"PROJECT","id":"p","x":{"y":[1]},"seen":5,"fact":{"id":"p","name":"n","z":[]}}
                {"kind":"SERVER","id":"s","seen":5,"fact":null}
                {"place":"s","stack_id":"st","start_unit":1,"end_unit":2,"colour":"red"}
                {"mark":"of a later release"}
                """));

    assertEquals(3, state.generation());
    assertEquals(2, state.layers().observations().size());
    assertTrue(state.layers().isGone(Kind.SERVER, "s"));
    assertEquals(Map.of("s", new Place("st", 1, 2)), state.places());
  }

  private Path file(String content) throws IOException {
    return file(content.getBytes(StandardCharsets.UTF_8));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(dir.resolve("layers.jsonl"), content);
  }
}
