// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.sync.LocalTurn;
import io.concertim.view.sync.ResyncFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is no file is not opened: a pipe that nobody writes to would be waited for. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
  @TempDir private Path folder;

  private Path pipe(String name) throws Exception {
    Path pipe = folder.resolve(name);
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    return pipe;
  }

  @Test
  void noPipeIsWaitedForInThePlaceOfAFileOfTheView() throws Exception {
    Path view = pipe("view.json");
    assertThrows(IOException.class, () -> ViewJson.read(view));
    assertThrows(IOException.class, () -> ViewJson.generation(view));
    Path lock = pipe("view.lock");
    assertThrows(IOException.class, () -> DataLock.open(lock));
    Path instance = pipe("view_sync.lock");
    assertThrows(IOException.class, () -> InstanceLock.take(instance, "view_sync"));
    Path layers = pipe("layers.jsonl");
    assertThrows(IOException.class, () -> StateFile.read(layers));
  }

  @Test
  void aDirectoryAsksForNothing() throws Exception {
    DataDirectory data = DataDirectory.open(folder);
    Files.createDirectories(data.resyncFlag().resolve("x"));
    ResyncFiles files = new ResyncFiles(data, new LocalTurn(), Clock.systemUTC());

    assertFalse(files.takeFlag());
    assertFalse(files.takeFlag());
  }

  @Test
  void aFileAndALinkToOneAreOpened() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertTrue(Files.isReadable(RegularFile.of(link)));
    assertEquals(folder.resolve("absent"), RegularFile.of(folder.resolve("absent")));
  }
}
