// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DataLockTest {
  @TempDir private Path dir;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = dir.resolve("view.lock");
  }

  @Test
  void theSecondThreadWaitsForTheFirst() throws Exception {
    try (DataLock lock = DataLock.open(file)) {
      lock.acquire();
      Waiter second = new Waiter(lock);
      second.awaitWaiting();

      lock.release();

      second.outcome.get();
      lock.release();
    }
  }

  @Test
  void anotherProcessWaitsUntilItIsReleased() throws Exception {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        DataLock lock = DataLock.open(file)) {
      assertEquals("held", said.readLine());
      Waiter waiter = new Waiter(lock);
      waiter.awaitWaiting();

      holder.getOutputStream().close();

      waiter.outcome.get();
      lock.release();
      assertEquals(0, holder.waitFor());
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void isTheOneThatIsThereWhereTheFileHasBeenRemoved() throws Exception {
    try (DataLock lock = DataLock.open(file)) {
      lock.acquire();
      lock.release();
      Files.delete(file);

      lock.acquire();

      try (FileChannel another = FileChannel.open(file, StandardOpenOption.WRITE)) {
        assertThrows(OverlappingFileLockException.class, another::tryLock);
      }
      lock.release();
    }
  }

  @Test
  void aKilledProcessDoesNotKeepIt() throws Exception {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        DataLock lock = DataLock.open(file)) {
      assertEquals("held", said.readLine());

      holder.destroyForcibly();

      lock.acquire();
      lock.release();
    }
  }

  @Test
  void anInterruptedWaiterGivesUpAndTheLockStaysUsable() throws Exception {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        DataLock lock = DataLock.open(file)) {
      assertEquals("held", said.readLine());
      Waiter waiter = new Waiter(lock);
      waiter.awaitWaiting();

      waiter.thread.interrupt();

      assertInstanceOf(InterruptedException.class, waiter.failure());
      holder.getOutputStream().close();
      lock.acquire();
      lock.release();
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void closeWaitsForTheHolderWhoMayReleaseInAnotherThread() throws Exception {
    DataLock lock = DataLock.open(file);
    lock.acquire();
    FutureTask<Void> closing =
        new FutureTask<>(
            () -> {
              lock.close();
              return null;
            });
    Thread closer = new Thread(closing);
    closer.start();
    await().until(() -> closer.getState() == Thread.State.WAITING);
    assertFalse(closing.isDone());

    Waiter releaser = new Waiter(lock::release);

    releaser.outcome.get();
    closing.get();
    IllegalStateException refused = assertThrows(IllegalStateException.class, lock::acquire);
    assertEquals(
        "the lock " + real() + " is closed: the program is stopping", refused.getMessage());
  }

  @Test
  void closeEndsTheWaitForAnotherProcess() throws Exception {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("held", said.readLine());
      DataLock lock = DataLock.open(file);
      Waiter waiter = new Waiter(lock);
      waiter.awaitWaiting();

      lock.close();

      assertInstanceOf(IllegalStateException.class, waiter.failure());
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void refusesToBeOpenedTwiceInOneProcessAndToBeReleasedByNobody() throws Exception {
    try (DataLock lock = DataLock.open(file)) {
      assertThrows(IllegalStateException.class, () -> DataLock.open(file));
      assertThrows(IllegalStateException.class, lock::release);
    }
    DataLock.open(file).close();
  }

  @Test
  void theFileIsWritableForTheGroupWhateverTheUmask() throws IOException {
    assumeTrue(
        dir.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "the file system has no POSIX modes");
    DataLock.open(file).close();

    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  private Path real() throws IOException {
    return dir.toRealPath().resolve("view.lock");
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            file.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Something done to the lock. */
  private interface Step {
    void run() throws Exception;
  }

  /** A thread of its own that does one thing to the lock. */
  private static final class Waiter {
    final FutureTask<Void> outcome;
    final Thread thread;

    Waiter(DataLock lock) {
      this(lock::acquire);
    }

    Waiter(Step step) {
      outcome =
          new FutureTask<>(
              () -> {
                step.run();
                return null;
              });
      thread = new Thread(outcome);
      thread.start();
    }

    void awaitWaiting() {
      await()
          .atMost(10, TimeUnit.SECONDS)
          .until(
              () ->
                  thread.getState() == Thread.State.WAITING
                      || thread.getState() == Thread.State.TIMED_WAITING);
      assertFalse(outcome.isDone());
    }

    Throwable failure() {
      ExecutionException failed = assertThrows(ExecutionException.class, outcome::get);
      assertTrue(outcome.isDone());
      return failed.getCause();
    }
  }
}
