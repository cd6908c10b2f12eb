// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may write the data directory makes the program write nothing outside of it. */
class LinkedFilesTest {
  @TempDir private Path folder;
  private Path outside;
  private Path inside;

  @BeforeEach
  void make() throws IOException {
    outside = Files.writeString(folder.resolve("outside"), "another's");
    inside = Files.createDirectory(folder.resolve("data")).resolve("view.json");
  }

  @Test
  void aSymbolicLinkIsReplacedAndNotWhatItLeadsTo() throws IOException {
    Files.createSymbolicLink(inside, outside);

    replace();

    assertTrue(Files.isRegularFile(inside, LinkOption.NOFOLLOW_LINKS));
    assertEquals("another's", Files.readString(outside));
  }

  @Test
  void aHardLinkIsReplacedAndNotItsFile() throws IOException {
    Files.createLink(inside, outside);

    replace();

    assertEquals("ours", Files.readString(inside));
    assertEquals("another's", Files.readString(outside));
  }

  @Test
  void aLinkThatLeadsNowhereIsReplaced() throws IOException {
    Files.createSymbolicLink(inside, folder.resolve("nowhere"));

    replace();

    assertEquals("ours", Files.readString(inside));
    assertTrue(Files.notExists(folder.resolve("nowhere")));
  }

  private void replace() throws IOException {
    AtomicFile.replace(inside, out -> out.write("ours".getBytes(StandardCharsets.UTF_8)));
  }
}
