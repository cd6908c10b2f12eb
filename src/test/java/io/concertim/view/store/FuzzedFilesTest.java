// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.Mutations;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.state.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Files of the data directory that are damaged in any place are read, told or kept aside. */
class FuzzedFilesTest {
  private static final List<Observation> SEEN =
      List.of(
          Observation.of(Kind.PROJECT, 1, new Project("p", "CM_alpha")),
          Observation.of(Kind.SERVER_GROUP, 2, new ServerGroup("g", List.of("a", "b"))),
          Observation.gone(Kind.SERVER, "s", 3));

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 1000)
  void aSnapshotIsReadOrItsLineIsTold(@ForAll("seeds") long seed) throws IOException {
    Path file = Files.createTempFile("layers", ".jsonl");
    byte[] good = StateFile.bytes(new State(Layers.empty().merge(SEEN), Map.of(), Map.of(), 7));
    try {
      Files.write(file, Mutations.of(good, new Random(seed)));
      assertNotNull(StateFile.read(file));
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("line "), e.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 300)
  void aSnapshotThatLostItsTailIsNeverTakenForWhole(@ForAll("seeds") long seed) throws IOException {
    Path file = Files.createTempFile("layers", ".jsonl");
    byte[] good = StateFile.bytes(new State(Layers.empty().merge(SEEN), Map.of(), Map.of(), 7));
    try {
      Files.write(file, Arrays.copyOf(good, new Random(seed).nextInt(good.length - 1)));
      assertThrows(IOException.class, () -> StateFile.read(file));
    } finally {
      Files.delete(file);
    }
  }

  @Property(tries = 300)
  void aJournalAndAViewJsonAreReadOrPassedOver(@ForAll("seeds") long seed) throws IOException {
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("fuzzed");
    try {
      DataDirectory directory = DataDirectory.open(folder);
      StringBuilder lines = new StringBuilder();
      SEEN.forEach(seen -> lines.append(new String(ObservationLine.bytes(seen), UTF_8)));
      Files.write(directory.journal(0), Mutations.of(lines.toString().getBytes(UTF_8), random));
      Files.write(
          directory.viewJson(),
          Mutations.of("{\"generation\":5,\"racks\":[]}".getBytes(UTF_8), random));

      SharedState state = new SharedState(directory, new HybridClock(Clock.systemUTC()));

      assertTrue(state.nextGeneration() > 0);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }
}
