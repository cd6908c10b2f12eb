// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one process of a kind keeps locked; two processes are in TwoInstancesIT. */
@Timeout(60)
class InstanceLockTest {
  @TempDir private Path folder;

  private static boolean isLockedHere(Path file) throws IOException {
    if (Files.notExists(file)) {
      return false;
    }
    try (FileChannel another = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return another.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  @Test
  void isOnTheFileThatIsThereWhereTheDirectoryHasComeBackEmpty() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path file = data.resolve("view_sync.lock");
    InstanceLock lock = InstanceLock.take(file, "view_sync");
    try {
      Files.move(data, folder.resolve("away"));
      Files.createDirectory(data);

      await()
          .atMost(30, SECONDS)
          .until(() -> Files.exists(file) && !Files.readString(file).isEmpty());

      assertTrue(isLockedHere(file));
      assertEquals(ProcessHandle.current().pid() + "\n", Files.readString(file));
    } finally {
      lock.close();
    }
    assertFalse(isLockedHere(file));
  }
}
