// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.app.ListFault.Then;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Nobody;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every system with every fault: nothing of its part of the view is lost, the others are read, the
 * failed one says why, and the next sync of the same process finds all well again.
 */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class FaultTableTest {
  private static final EnumSet<ListFault> SLOW =
      EnumSet.of(ListFault.SLOW_DRIP, ListFault.NO_ANSWER_IN_TIME);

  /** So many that a healthy system of each is read long before its deadline. */
  private static final int AT_ONCE = 4;

  @TempDir private Path folder;
  private final List<Slow> slow = new ArrayList<>();
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();
  private final LabConfig config = patient(lab);

  /** Without limits that a healthy system may miss on a slow machine. */
  private static LabConfig patient(EmbeddedLab lab) {
    return lab.config()
        .set("view.retries", 1)
        .set("view.retry_delay", "5ms")
        .set("view.killbill_interval", "1ms");
  }

  @AfterEach
  void stop() {
    slow.forEach(Slow::close);
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> noListThatGoesWrongCostsAnythingInTheView() throws Exception {
    Synced synced = Synced.by(process());
    return Stream.of(LabSystem.values())
        .flatMap(
            system ->
                EnumSet.complementOf(SLOW).stream()
                    .map(
                        fault ->
                            DynamicTest.dynamicTest(
                                system + " " + fault, () -> check(lab, synced, system, fault))))
        .onClose(synced.sync()::close);
  }

  /** They take until a deadline: so all systems have theirs at once, each in a lab of its own. */
  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD) // else JUnit closes the stream before its tests have run
  Stream<DynamicTest> noListThatIsSlowCostsAnythingInTheView() throws Exception {
    ExecutorService waiting = Executors.newFixedThreadPool(AT_ONCE);
    for (ListFault fault : SLOW) {
      for (LabSystem system : LabSystem.values()) {
        slow.add(Slow.by(system, fault, folder));
      }
    }
    Map<Slow, Future<?>> checks = new LinkedHashMap<>();
    slow.forEach(
        one ->
            checks.put(
                one,
                waiting.submit(
                    () -> {
                      check(one.lab(), one.synced(), one.system(), one.fault());
                      return null;
                    })));
    waiting.shutdown();
    return checks.entrySet().stream()
        .map(
            check ->
                DynamicTest.dynamicTest(
                    check.getKey().system() + " " + check.getKey().fault(),
                    () -> {
                      try {
                        check.getValue().get();
                      } catch (ExecutionException e) {
                        throw e.getCause();
                      }
                    }))
        .onClose(() -> slow.forEach(Slow::close));
  }

  /** A system, how it is slow, and a program with little patience, which has read all well. */
  private record Slow(LabSystem system, ListFault fault, EmbeddedLab lab, Synced synced) {
    static Slow by(LabSystem system, ListFault fault, Path folder) throws Exception {
      EmbeddedLab lab = EmbeddedLab.start();
      LabConfig config = patient(lab).set("view.retries", 0);
      if (fault == ListFault.NO_ANSWER_IN_TIME) {
        config.set("view.response_timeout", "5s");
      } else {
        config.set("view.source_deadline", "6s");
      }
      Path own = Files.createDirectories(folder.resolve(system + "-" + fault));
      return new Slow(system, fault, lab, Synced.by(RunningView.of(config, own)));
    }

    void close() {
      synced.sync().close();
    }
  }

  /** A program that has read all systems well, and what it stored then. */
  private record Synced(RunningView sync, View before) {
    static Synced by(RunningView sync) throws Exception {
      View before = sync.trySync().orElseThrow();
      assertTrue(before.sources().values().stream().allMatch(SourceStatus::complete));
      return new Synced(sync, before);
    }
  }

  private static void check(EmbeddedLab lab, Synced synced, LabSystem system, ListFault fault)
      throws Exception {
    RunningView sync = synced.sync();
    View before = synced.before();
    makeTheListBeSentAgain(lab, sync, system);
    lab.faults().fail(system.list(), fault.fault());
    Optional<View> seen = sync.trySync();
    lab.faults().clear();
    View during = seen.orElseThrow();
    assertNothingIsLost(before, during);
    assertOthersAreRead(system, during);
    SourceStatus status = during.sources().get(system.source());
    if (system == LabSystem.CONCERTIM && fault == ListFault.BROKEN_INSIDE) {
      assertTrue(status.complete(), "its devices are read rack by rack: " + status.reason());
    } else if (fault.then() == Then.STALE) {
      assertStale(status, system.source(), fault.reason());
    } else if (fault.then() == Then.COMPLETE) {
      assertTrue(status.complete(), status.reason());
    }
    assertAllIsWellAgain(sync, before);
  }

  /** After a failure no list is taken for known, so none is answered with 304. */
  private static void makeTheListBeSentAgain(EmbeddedLab lab, RunningView sync, LabSystem system)
      throws Exception {
    if (system.source() == Source.CONCERTIM) {
      lab.faults().fail(system.list(), Fault.status(400));
      assertTrue(sync.trySync().isPresent());
      lab.faults().clear();
    }
  }

  /** At once, but for the portal: it rests for as long as a read took that was given up. */
  private static void assertAllIsWellAgain(RunningView sync, View before) {
    View after =
        await()
            .atMost(30, SECONDS)
            .until(
                () -> sync.trySync().orElseThrow(),
                view -> view.sources().get(Source.CONCERTIM).complete());
    after.sources().forEach((source, status) -> assertTrue(status.complete(), status.reason()));
    assertNothingIsLost(before, after);
    assertEquals(before.held(), after.held());
    assertEquals(before.problems(), after.problems());
  }

  private static void assertNothingIsLost(View before, View after) {
    assertEquals(before.racks(), after.racks());
    assertEquals(before.devices(), after.devices());
    assertEquals(before.teams(), after.teams());
    assertEquals(before.users(), after.users());
    assertEquals(before.templates(), after.templates());
    assertTrue(after.generation() > before.generation());
  }

  private static void assertOthersAreRead(LabSystem system, View view) {
    view.sources()
        .forEach(
            (source, status) ->
                assertTrue(status.complete() || source == system.source(), status.reason()));
  }

  private static void assertStale(SourceStatus status, Source source, String reason) {
    assertTrue(!status.complete(), source + " counts as complete");
    assertNotNull(status.staleSince());
    assertNotNull(status.readAt());
    assertTrue(status.reason().startsWith(source.label() + ":"), status.reason());
    assertTrue(status.reason().contains(reason), status.reason());
  }

  @ParameterizedTest
  @EnumSource
  void aRefusedConnectionLeavesTheSystemsPartAsItWas(LabSystem system) throws Exception {
    assertUnreachable(system, Nobody.url(), "check the address and whether it is running");
  }

  @ParameterizedTest
  @EnumSource
  void aResetConnectionLeavesTheSystemsPartAsItWas(LabSystem system) throws Exception {
    CompletableFuture<Void> server;
    try (ServerSocket resets = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      server = CompletableFuture.runAsync(() -> resetAll(resets));
      assertUnreachable(
          system, "http://127.0.0.1:" + resets.getLocalPort(), "the connection broke");
    }
    server.join();
  }

  private void assertUnreachable(LabSystem system, String address, String reason) throws Exception {
    View before = once();
    system.moveTo(address, lab, config);
    View during = once();
    assertNothingIsLost(before, during);
    assertOthersAreRead(system, during);
    assertStale(during.sources().get(system.source()), system.source(), reason);
  }

  @ParameterizedTest
  @EnumSource
  void aRedirectionIsNeverFollowedToAnotherHost(LabSystem system) throws Exception {
    try (EmbeddedLab other = EmbeddedLab.start();
        RunningView sync = process()) {
      View before = sync.trySync().orElseThrow();
      for (String path : List.of(system.list(), "/auth/tokens", "/users/sign_in")) {
        lab.faults().fail(path, Fault.redirect(other.url() + "/concertim/api/v1/devices"));
      }
      lab.revokeTokens();
      View during = sync.trySync().orElseThrow();
      assertEquals(List.of(), other.calls().all());
      assertNothingIsLost(before, during);
      assertTrue(!during.sources().get(system.source()).complete());
      lab.faults().clear();
      assertAllIsWellAgain(sync, before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredTokenIsReplacedAndNobodyNoticesIt(LabSystem system) throws Exception {
    try (RunningView sync = process()) {
      View before = sync.trySync().orElseThrow();
      lab.revokeTokens();
      assertAllIsWellAgain(sync, before);
      lab.faults().fail(system.list(), Fault.status(429).withRetryAfter(0), 1);
      assertAllIsWellAgain(sync, before);
      lab.faults().fail(system.list(), Fault.drop(), 1);
      assertAllIsWellAgain(sync, before);
    }
  }

  private static void resetAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        assertTrue(server.isClosed(), e.toString());
      }
    }
  }

  private View once() throws Exception {
    try (RunningView sync = process()) {
      return sync.trySync().orElseThrow();
    }
  }

  private RunningView process() throws Exception {
    return RunningView.of(config, folder);
  }
}
