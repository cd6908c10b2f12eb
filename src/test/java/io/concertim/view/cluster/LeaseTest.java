// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has the turn when a host cannot read the systems. */
class LeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private final TestDatabase database = new TestDatabase();
  private final Host one = new Host("one");
  private final Host other = new Host("other");
  private Instant now = Instant.EPOCH;

  private final class Host {
    final Database connections;
    final Lease lease;

    Host(String name) {
      connections = database.of(name);
      lease = new Lease(connections, true, name, LENGTH, () -> now);
    }
  }

  @AfterEach
  void close() {
    one.connections.close();
    other.connections.close();
  }

  @Test
  void itIsHandedOnByAHostThatCannotReadTheSystems() throws IOException {
    TestDatabase.beat(other.connections);
    assertTrue(one.lease.renew());

    one.lease.synced(false);

    assertFalse(one.lease.isOurs());
    assertFalse(one.lease.renew(), "it leaves it to others for a while");
    assertTrue(other.lease.renew());
    assertFalse(one.lease.renew());
  }

  @Test
  void itStaysWhereNobodyElseIs() {
    assertTrue(one.lease.renew());

    one.lease.synced(false);

    assertTrue(one.lease.isOurs());
  }

  @Test
  void itStaysWithTheFirstOnceAllHaveTried() throws IOException {
    TestDatabase.beat(one.connections);
    TestDatabase.beat(other.connections);
    assertTrue(one.lease.renew());
    one.lease.synced(false);
    assertTrue(other.lease.renew());
    other.lease.synced(false);
    now = now.plus(LENGTH.multipliedBy(3));
    assertTrue(one.lease.renew());

    one.lease.synced(false);
    assertTrue(one.lease.isOurs());
    TestDatabase.beat(other.connections);

    one.lease.synced(true);
    one.lease.synced(false);
    assertFalse(one.lease.isOurs(), "it has read all since");
  }

  /** Whoever renews holds its lock, for seconds where the database is away. */
  @Test
  void itsTermIsToldWhileItIsRenewed() throws Exception {
    assertTrue(one.lease.renew());
    synchronized (one.lease) {
      assertEquals(1, CompletableFuture.supplyAsync(one.lease::term).get(60, SECONDS));
    }
  }
}
