// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks Maven for a newer version, and is skipped where Maven reaches no repository. */
@Tag("labs")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PinnedVersionsIT {
  @ParameterizedTest
  @MethodSource("io.concertim.view.PinnedVersions#modules")
  void areTheNewestThatAreToBeHad(String module) throws Exception {
    String camel = PinnedVersions.property("camel.version");
    Process maven =
        new ProcessBuilder(
                "./mvnw",
                "-q",
                "-B",
                "-U",
                // Else a newer version would be refused, as its checksum is not known.
                "-Daether.artifactResolver.postProcessor.trustedChecksums=false",
                "dependency:get",
                "-Dtransitive=false",
                "-Dartifact=org.apache.camel:" + module + ":" + camel)
            .redirectErrorStream(true)
            .start();
    String said = said(maven);

    assertNotEquals(
        0,
        maven.waitFor(),
        () -> module + " " + camel + " is to be had: remove its own version from pom.xml");
    assumeTrue(said.contains("Could not find artifact"), said);
  }

  private static String said(Process maven) throws IOException {
    return new String(maven.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
