// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostClockTest {
  private Instant host = Instant.parse("2026-01-01T12:00:00Z");
  private Instant steady = Instant.parse("2026-01-01T00:00:00Z");
  private final HostClock clock = new HostClock(() -> host, () -> steady);

  private void pass(Duration steadily, Duration byTheHost) {
    steady = steady.plus(steadily);
    host = host.plus(byTheHost);
  }

  @Test
  void isNotSetBackWhileBothGoOn() {
    pass(Duration.ofSeconds(10), Duration.ofMillis(9_990));

    assertFalse(clock.isSetBack());
  }

  @Test
  void isNotSetBackWhenItLeapsForwards() {
    pass(Duration.ofSeconds(1), Duration.ofHours(1));

    assertFalse(clock.isSetBack());
  }

  @Test
  void tellsOnceThatItIsSetBack() {
    pass(Duration.ofSeconds(1), Duration.ofHours(-1));

    assertTrue(clock.isSetBack());
    assertFalse(clock.isSetBack());
  }

  @Test
  void tellsThatItIsSetBackToTheRightTimeAfterALeap() {
    pass(Duration.ofSeconds(1), Duration.ofHours(1));
    clock.isSetBack();
    pass(Duration.ofSeconds(1), Duration.ofMinutes(-59));

    assertTrue(clock.isSetBack());
  }
}
