// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Replays what fuzzing begins with, and whatever it has found (CONTRIBUTING.md). */
class CorpusTest {
  static final Path CORPORA = Path.of("src", "test", "resources", "fuzz");

  private static final long LARGEST = 32_768;

  @TestFactory
  Stream<DynamicContainer> isUnderstoodOrRefused() {
    List<DynamicContainer> all = new ArrayList<>();
    for (String name : FuzzTargets.names()) {
      FuzzTarget target = FuzzTargets.of(name);
      all.add(dynamicContainer(name, inputs(name).stream().map(file -> replay(target, file))));
    }
    return all.stream();
  }

  private static DynamicTest replay(FuzzTarget target, Path file) {
    return dynamicTest(
        file.getFileName().toString(), () -> WithinBounds.accept(target, Files.readAllBytes(file)));
  }

  @Test
  void everyTargetHasASmallCorpus() throws IOException {
    for (String name : FuzzTargets.names()) {
      assertFalse(inputs(name).isEmpty(), name);
      for (Path file : inputs(name)) {
        assertTrue(Files.size(file) <= LARGEST, file::toString);
      }
    }
  }

  static List<Path> inputs(String name) {
    try (Stream<Path> files = Files.list(CORPORA.resolve(name))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
