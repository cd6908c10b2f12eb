// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PostgresReadRequestsTest {
  private static final ReadRequest STOPPED = new ReadRequest(Kind.SERVER, "s", false, "stopped");
  private static final ReadRequest VOLUME = ReadRequest.of(Kind.VOLUME, "v");
  private static final ReadRequest SERVERS = ReadRequest.list(Kind.SERVER);

  private final TestDatabase database = new TestDatabase();
  private final Host one = new Host("one");
  private final Host other = new Host("other");

  private final class Host {
    final Database connections;
    final PostgresReadRequests requests;

    Host(String name) {
      connections = database.of(name);
      requests = new PostgresReadRequests(connections, Duration.ofMinutes(1));
    }
  }

  @AfterEach
  void close() {
    one.connections.close();
    other.connections.close();
  }

  @Test
  void whatIsNotDoneIsThereAfterARestart() throws IOException {
    one.requests.add(List.of(STOPPED, VOLUME, SERVERS), List::of);
    one.requests.done(List.of(VOLUME), List::of);

    assertEquals(List.of(STOPPED, SERVERS), one.requests.open());
    assertEquals(List.of(), other.requests.open());

    one.requests.replace(List.of(VOLUME));
    assertEquals(List.of(VOLUME), one.requests.open());
  }

  @Test
  void whatWasNotDoneIsReadOnceTheDatabaseIsBack() throws Exception {
    one.requests.add(List.of(STOPPED), List::of);
    PostgresReadRequests restarted =
        new PostgresReadRequests(one.connections, Duration.ofMinutes(1));
    database.run("alter table read_request rename to away");
    assertEquals(List.of(), restarted.open());
    assertThrows(IOException.class, restarted::adopted);

    database.run("alter table away rename to read_request");
    await()
        .atMost(60, SECONDS)
        .ignoreException(IOException.class)
        .until(restarted::adopted, List.of(STOPPED)::equals);
    assertEquals(List.of(), restarted.adopted());
  }

  @Test
  void nobodyTakesThemFromAHostThatIsThere() throws IOException {
    TestDatabase.beat(one.connections);
    one.requests.add(List.of(STOPPED), List::of);

    assertEquals(List.of(), other.requests.adopted());
    assertEquals(List.of(STOPPED), one.requests.open());
  }

  @Test
  void anotherTakesThoseOfAHostThatHasEnded() throws IOException, SQLException {
    TestDatabase.beat(one.connections);
    one.requests.add(List.of(STOPPED), List::of);
    database.run("update process set seen = clock_timestamp() - interval '61 seconds'");

    assertEquals(List.of(STOPPED), other.requests.adopted());
    assertEquals(List.of(STOPPED), other.requests.open());
    assertEquals(List.of(), one.requests.open());
  }

  @Test
  void anotherHostGetsTheNotificationsOfOneThatCannotStoreThem() throws Exception {
    PostgresReadRequests impatient = new PostgresReadRequests(one.connections, Duration.ZERO);
    CountDownLatch handedOn = new CountDownLatch(1);
    impatient.handOnBy(handedOn::countDown);
    one.requests.open(); // the schema is made
    database.run("alter table read_request rename to away");
    CompletableFuture<Void> added =
        CompletableFuture.runAsync(
            () -> {
              try {
                impatient.add(List.of(STOPPED), List::of);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    handedOn.await();
    assertFalse(added.isDone());

    database.run("alter table away rename to read_request");
    added.join();
    assertEquals(List.of(STOPPED), one.requests.open());
  }

  @Test
  void anotherTakesWhatIsOfferedOnce() throws IOException {
    TestDatabase.beat(one.connections);
    TestDatabase.beat(other.connections);
    one.requests.add(List.of(STOPPED, VOLUME), List::of);
    one.requests.offer(List.of(STOPPED));

    assertEquals(List.of(STOPPED), other.requests.adopted());
    assertEquals(List.of(), one.requests.adopted());
    assertEquals(List.of(VOLUME), one.requests.open());

    one.requests.done(List.of(STOPPED), List::of);
    assertEquals(List.of(STOPPED), other.requests.open(), "the other still has to read it");
  }
}
