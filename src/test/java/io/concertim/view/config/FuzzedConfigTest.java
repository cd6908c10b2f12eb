// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.concertim.view.lab.Mutations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A configuration that is damaged in any place is read, or its mistakes are told. */
class FuzzedConfigTest {
  private final byte[] sample;

  FuzzedConfigTest() throws IOException {
    sample = Files.readAllBytes(Path.of("etc/config-sample.yaml"));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 500)
  void isReadOrItsMistakesAreTold(@ForAll("seeds") long seed) throws IOException {
    Path file = Files.createTempFile("config", ".yaml");
    try {
      Files.write(file, Mutations.of(sample, new Random(seed)));
      assertNotNull(ConfigFile.load(file, Map.of()));
    } catch (ConfigException e) {
      assertFalse(e.mistakes().isEmpty());
      for (String mistake : e.mistakes()) {
        assertFalse(mistake.contains("\n"), mistake);
      }
    } finally {
      Files.delete(file);
    }
  }
}
