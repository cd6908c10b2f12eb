// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.layer.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListOrSingleTest {
  private static final Instant START = Instant.ofEpochSecond(1_000_000);

  private final ListOrSingle pace = new ListOrSingle(20);

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  @Test
  void manyAtOnceAreCrowded() {
    assertFalse(pace.isCrowded(Kind.SERVER, 20, 100, at(0)));
    assertTrue(pace.isCrowded(Kind.SERVER, 21, 100, at(0)));
  }

  @Test
  void manyOneByOneAreCrowdedToo() {
    for (int i = 0; i < 20; i++) {
      assertFalse(pace.isCrowded(Kind.SERVER, 1, 100, at(i * 100L)));
      pace.read(Kind.SERVER, at(i * 100L));
    }
    assertTrue(pace.isCrowded(Kind.SERVER, 1, 100, at(2_000)));
    assertFalse(pace.isCrowded(Kind.VOLUME, 1, 100, at(2_000)));
    assertFalse(pace.isCrowded(Kind.SERVER, 1, 100, at(13_000)), "long ago");
  }

  @Test
  void fewOfVeryManyAreReadOneByOne() {
    assertFalse(pace.isCrowded(Kind.SERVER, 100, 10_000, at(0)));
    assertTrue(pace.isCrowded(Kind.SERVER, 101, 10_000, at(0)));
  }

  @Test
  void readsOfAKindThatHasNoListAreForgottenToo() {
    for (int i = 0; i < 1_000; i++) {
      pace.read(Kind.SUBSCRIPTION, at(i * 1_000L));
    }
    assertTrue(pace.remembered() < 20, () -> pace.remembered() + " are remembered");
  }

  @Test
  void oneListAtATimeThenAPause() {
    assertTrue(pace.mayList(Kind.SERVER, at(0)));
    pace.list(Kind.SERVER, at(0));
    assertFalse(pace.mayList(Kind.SERVER, at(10_000)));
    pace.listed(Kind.SERVER, at(10_000));
    assertFalse(pace.mayList(Kind.SERVER, at(19_999)));
    assertTrue(pace.mayList(Kind.SERVER, at(20_000)));
  }
}
