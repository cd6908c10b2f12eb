// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.fuzz.FuzzFile;
import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The input is a journal; what is observed afterwards counts, and the next process reads it. */
public final class JournalFuzz implements FuzzTarget {
  private final FuzzFile file = new FuzzFile("journal-0.jsonl");

  @Override
  public void accept(byte[] input) throws Exception {
    Path folder = file.with(input).getParent();
    DataDirectory directory = DataDirectory.open(folder);
    HybridClock clock = new HybridClock(Clock.systemUTC());
    SharedState state = new SharedState(directory, clock);
    assertTrue(state.nextGeneration() > 0);
    Observation now = Observation.of(Kind.PROJECT, clock.next(), new Project("p", "new"));
    state.add(List.of(now));
    assertEquals(now, state.layers().observation(Kind.PROJECT, "p").orElseThrow());

    SharedState next = new SharedState(directory, new HybridClock(Clock.systemUTC()));
    assertEquals(now, next.layers().observation(Kind.PROJECT, "p").orElseThrow());
    assertEquals(state.current().generation(), next.current().generation());
    for (Kind kind : Kind.values()) {
      assertEquals(
          state.layers().observations(kind).size(), next.layers().observations(kind).size());
    }
  }
}
