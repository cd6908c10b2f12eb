// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.fuzz.FuzzFile;
import io.concertim.view.fuzz.FuzzTarget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The input is a marks.jsonl; what is open in it is open after another start. */
public final class ReadRequestsFuzz implements FuzzTarget {
  private static final InstantSource CLOCK = () -> Instant.parse("2026-11-27T00:00:00Z");

  private final FuzzFile file = new FuzzFile("marks.jsonl");

  @Override
  public void accept(byte[] input) throws Exception {
    Path marks = file.with(input);
    assertEquals(open(marks).size(), open(marks).size());
  }

  private static ReadQueue open(Path marks) throws IOException {
    return new ReadQueue(
        new FileReadRequests(marks),
        CLOCK,
        Duration.ofSeconds(1),
        () -> true,
        new SimpleMeterRegistry());
  }
}
