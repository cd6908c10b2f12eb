// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.concertim.view.fuzz.FuzzFile;
import io.concertim.view.fuzz.FuzzTarget;
import java.util.Map;

/** The input is a config.yaml. */
public final class ConfigFuzz implements FuzzTarget {
  private final FuzzFile file = new FuzzFile("config.yaml");

  @Override
  public void accept(byte[] input) throws Exception {
    try {
      assertNotNull(ConfigFile.load(file.with(input), Map.of()));
    } catch (ConfigException e) {
      assertFalse(e.mistakes().isEmpty());
      for (String mistake : e.mistakes()) {
        assertFalse(mistake.contains("\n"), mistake);
      }
    }
  }
}
