// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules of Camel that pom.xml takes from an older line than the others (decision D2). */
final class PinnedVersions {
  private PinnedVersions() {}

  static Stream<String> modules() {
    return Stream.of(
        "camel-spring-rabbitmq", "camel-cli-connector", "camel-catalog", "camel-test-main-junit5");
  }

  /** What pom.xml says of a property such as {@code camel.version}. */
  static String property(String name) throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    Matcher found = Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(pom);
    if (!found.find()) {
      throw new IllegalArgumentException("pom.xml has no property " + name);
    }
    return found.group(1);
  }
}
