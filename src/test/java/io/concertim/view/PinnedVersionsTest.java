// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PinnedVersionsTest {
  @ParameterizedTest
  @MethodSource("io.concertim.view.PinnedVersions#modules")
  void areOlderThanCamelOrNoLongerNeeded(String module) throws IOException {
    Version pinned = Version.parse(PinnedVersions.property(module + ".version"));
    Version camel = Version.parse(PinnedVersions.property("camel.version"));

    assertTrue(
        pinned.compareTo(camel) < 0,
        () -> "Camel's BOM has " + module + " " + camel + ": remove its own version from pom.xml");
  }
}
