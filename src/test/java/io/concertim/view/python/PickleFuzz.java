// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.time.Instant;

/** The input is a view.pickle; what is understood is written again, and is the same then. */
public final class PickleFuzz implements FuzzTarget {
  @Override
  public void accept(byte[] pickle) {
    View view;
    try {
      view = ViewPickleReader.read(pickle, Instant.EPOCH);
    } catch (IOException e) {
      assertNotNull(e.getMessage());
      return;
    }
    View written = ViewPickleReader.published(view);
    assertEquals(written, ViewPickleReader.published(written));
  }
}
