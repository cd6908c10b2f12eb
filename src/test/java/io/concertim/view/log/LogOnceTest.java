// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.SetClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogOnceTest {
  private final SetClock clock = new SetClock(Instant.EPOCH);
  private final LogOnce news = new LogOnce(clock);

  @Test
  void whatIsSaidAgainIsNoNewsForAnHour() {
    assertTrue(news.isNew("openstack", "down"));
    assertFalse(news.isNew("openstack", "down"));
    clock.pass(Duration.ofMinutes(59));
    assertFalse(news.isNew("openstack", "down"));
    clock.pass(Duration.ofMinutes(1));
    assertTrue(news.isNew("openstack", "down"));
  }

  @Test
  void anotherTextOrSubjectIsNews() {
    news.isNew("openstack", "down");
    assertTrue(news.isNew("openstack", "forbidden"));
    assertTrue(news.isNew("killbill", "down"));
  }

  @Test
  void theEndIsNewsOnceIfTheBeginningWas() {
    assertFalse(news.isOver("openstack"));
    news.isNew("openstack", "down");
    assertTrue(news.isOver("openstack"));
    assertFalse(news.isOver("openstack"));
    assertTrue(news.isNew("openstack", "down"));
  }
}
