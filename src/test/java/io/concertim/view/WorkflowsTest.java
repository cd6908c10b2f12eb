// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** GitHub refuses a file that says the same twice, and runs nothing of it. */
class WorkflowsTest {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".github"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysNothingTwice(Path file) {
    assertDoesNotThrow(() -> YAML.readTree(file.toFile()));
  }

  @Test
  void wouldSeeIt() {
    assertThrows(
        JsonParseException.class, () -> YAML.readTree("a: {options: one}\nb: {c: 1, c: 2}\n"));
  }
}
