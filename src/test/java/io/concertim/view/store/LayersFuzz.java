// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.fuzz.FuzzFile;
import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.state.State;
import java.io.IOException;

/** The input is a layers.jsonl; what is understood is written and read again. */
public final class LayersFuzz implements FuzzTarget {
  private final FuzzFile file = new FuzzFile("layers.jsonl");

  @Override
  public void accept(byte[] input) throws Exception {
    State state;
    try {
      state = StateFile.read(file.with(input));
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("line "), e.toString());
      return;
    }
    byte[] written = StateFile.bytes(state);
    assertArrayEquals(written, StateFile.bytes(StateFile.read(file.with(written))));
  }
}
