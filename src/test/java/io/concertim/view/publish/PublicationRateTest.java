// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PublicationRateTest {
  private Instant now = Instant.EPOCH;
  private final PublicationRate rate = new PublicationRate(0.25, () -> now);

  private void pass(long millis) {
    now = now.plus(Duration.ofMillis(millis));
  }

  @Test
  void writingTakesAtMostItsShareOfTheTime() {
    assertTrue(rate.isDue());
    rate.begin();
    pass(100);
    rate.end();

    pass(299);
    assertFalse(rate.isDue());
    pass(1);
    assertTrue(rate.isDue());
  }

  @Test
  void whoAsksForTheFilesDoesNotWait() {
    rate.begin();
    pass(100);
    rate.end();

    assertFalse(rate.isDueOrAskedFor(false));
    assertTrue(rate.isDueOrAskedFor(true));
  }
}
