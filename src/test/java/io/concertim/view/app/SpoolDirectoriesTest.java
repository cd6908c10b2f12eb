// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDirectoriesTest {
  private static final String UUID = "3F2B1C4D5E6F708-0000000000000001";

  @TempDir private Path temporary;

  private Path spool(String name, Duration age) throws IOException {
    Path directory = Files.createDirectory(temporary.resolve(name));
    Files.writeString(directory.resolve("cos1.tmp"), "[");
    return Files.setLastModifiedTime(directory, FileTime.from(Instant.now().minus(age)));
  }

  @Test
  void thoseOfProcessesThatHaveEndedAreRemoved() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path dead = spool("concertim-view-" + ended.pid() + "-" + UUID, Duration.ZERO);
    Path ofEarlierContainer =
        spool("concertim-view-" + ProcessHandle.current().pid() + "-" + UUID, Duration.ofDays(9));
    Path ofEarlierVersion = spool("concertim-view-" + UUID, Duration.ofDays(2));

    new SpoolDirectories(temporary).removeLeftovers();

    assertFalse(Files.exists(dead));
    assertFalse(Files.exists(ofEarlierContainer));
    assertFalse(Files.exists(ofEarlierVersion));
  }

  @Test
  void thoseThatMayBeInUseStay() throws Exception {
    long other = ProcessHandle.current().parent().orElseThrow().pid();
    Path living = spool("concertim-view-" + other + "-" + UUID, Duration.ofDays(9));
    Path ours =
        spool("concertim-view-" + ProcessHandle.current().pid() + "-" + UUID, Duration.ZERO);
    Path ofEarlierVersion = spool("concertim-view-" + UUID, Duration.ofHours(1));
    Path others = spool("concertim-view-console", Duration.ofDays(9));

    new SpoolDirectories(temporary).removeLeftovers();

    for (Path path : new Path[] {living, ours, ofEarlierVersion, others}) {
      assertTrue(Files.exists(path.resolve("cos1.tmp")), path.toString());
    }
  }

  @Test
  void oursSaysWhoseItIs() {
    assertEquals(
        temporary.resolve("concertim-view-" + ProcessHandle.current().pid() + "-#uuid#").toString(),
        new SpoolDirectories(temporary).ours());
  }
}
