// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.source.http.LateException;
import io.concertim.view.store.DataDirectory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class PortalTurnTest {
  @TempDir private Path folder;
  private DataDirectory directory;
  private PortalTurn turn;
  private final Exchange sync = new DefaultExchange(new DefaultCamelContext());
  private final Exchange other = new DefaultExchange(new DefaultCamelContext());

  @BeforeEach
  void open() throws Exception {
    directory = DataDirectory.open(folder);
    turn = new PortalTurn(directory.portalLock());
  }

  @AfterEach
  void close() throws Exception {
    turn.close();
  }

  private static long in(Duration time) {
    return System.nanoTime() + time.toNanos();
  }

  @Test
  void aLookDoesNotBeginWhileASyncReadsTheSameLists() throws Exception {
    try (LookTurn looks = new LookTurn(directory.lookLock())) {
      looks.await(sync, in(Duration.ofSeconds(20)));
      assertFalse(looks.takeIfFree(other));
      looks.giveBack(other);
      assertFalse(looks.takeIfFree(other), "who has no turn gives none back");

      looks.giveBack(sync);
      assertTrue(looks.takeIfFree(other));
    }
  }

  @Test
  void aSyncThatDoesNotGetItsTurnInTimeIsLate() throws Exception {
    turn.await(other, in(Duration.ofSeconds(20)));
    assertThrows(LateException.class, () -> turn.await(sync, in(Duration.ofMillis(50))));

    turn.giveBack(other);
    turn.await(sync, in(Duration.ofSeconds(20)));
  }

  @Test
  void aSyncDoesNotWaitForLongForSomebodyWhoIsSuspended() throws Exception {
    turn.close();
    turn = new PortalTurn(directory.portalLock(), Duration.ofMillis(50));
    turn.await(other, in(Duration.ofSeconds(20)));

    turn.await(sync, in(Duration.ofSeconds(20)));

    turn.giveBack(sync);
    assertThrows(
        LateException.class,
        () -> turn.await(sync, in(Duration.ofMillis(5))),
        "it has read without a turn, and gives none back");
  }

  @Test
  void theTurnOfALookIsAnotherThanThatOfAFullSync() throws Exception {
    try (LookTurn ofLooks = new LookTurn(directory.lookLock())) {
      turn.await(sync, in(Duration.ofSeconds(20)));
      assertTrue(ofLooks.takeIfFree(sync));

      ofLooks.giveBack(sync);
      assertThrows(
          LateException.class,
          () -> turn.await(other, in(Duration.ofMillis(50))),
          "the sync still has its own");
    }
  }

  @Test
  void theLockIsAFileSoThatAnotherProcessSeesIt() throws Exception {
    turn.await(sync, in(Duration.ofSeconds(20)));
    try (FileChannel file = FileChannel.open(directory.portalLock(), StandardOpenOption.WRITE)) {
      // In one Java machine another channel on the file is refused; another process waits.
      assertThrows(OverlappingFileLockException.class, file::tryLock);
    }
  }
}
