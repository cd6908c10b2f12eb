// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of what is shipped names what is shipped, no more and no less. */
class SbomIT {
  private static final Path TARGET = Path.of("target");

  @Test
  void namesEachJarThatIsShipped() throws Exception {
    Path sbom = TARGET.resolve("concertim-view-sbom.json");
    assumeTrue(Files.exists(sbom), "skipped: the build makes no list when it is offline");
    Set<String> named = new TreeSet<>();
    for (JsonNode component : new ObjectMapper().readTree(sbom.toFile()).path("components")) {
      named.add(
          component.path("name").asText() + "-" + component.path("version").asText() + ".jar");
    }
    try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
      assertEquals(jars.map(jar -> jar.getFileName().toString()).collect(toSet()), named);
    }
  }
}
