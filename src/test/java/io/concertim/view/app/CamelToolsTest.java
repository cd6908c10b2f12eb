// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CamelToolsTest {
  private static final String CONNECTOR = "org.apache.camel.cli.connector.LocalCliConnector";

  @TempDir private Path folder;

  @Test
  void areOnAClassPathOfTheirOwn() throws Exception {
    assertNotNull(CamelTools.load(CamelTools.directory()).loadClass(CONNECTOR));
    assertThrows(ClassNotFoundException.class, () -> Class.forName(CONNECTOR));
  }

  @Test
  void areThreeJars() throws IOException {
    try (Stream<Path> jars = Files.list(CamelTools.directory())) {
      assertEquals(
          List.of("camel-cli-connector", "camel-console", "camel-management"),
          jars.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", ""))
              .sorted()
              .toList());
    }
  }

  @Test
  void haveToBeThereWhereTheyAreAskedFor() throws IOException {
    Files.createFile(folder.resolve("camel-cli-connector-4.22.0.jar"));

    UsageException incomplete = assertThrows(UsageException.class, () -> CamelTools.load(folder));
    UsageException absent =
        assertThrows(UsageException.class, () -> CamelTools.load(folder.resolve("none")));

    assertTrue(incomplete.getMessage().startsWith("--observe: no camel-console-*.jar in "));
    assertTrue(absent.getMessage().startsWith("--observe: cannot read the directory "));
  }

  /** They give control over the process to whoever writes the files of the home directory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "etc/systemd/concertim-view@.service",
        "etc/packages/program.xml",
        "etc/bin/concertim-view",
        "etc/bin/as-view-user",
        "Dockerfiles/Dockerfile.view_sync",
        "Dockerfiles/Dockerfile.view_queue",
        "Dockerfiles/compose.yaml",
        "Dockerfiles/compose.suite.yaml"
      })
  void areInNothingThatIsShipped(String file) throws IOException {
    String text = Files.readString(Path.of(file));

    assertTrue(Stream.of("--observe", "--dev", "lib-dev").noneMatch(text::contains), file);
  }
}
