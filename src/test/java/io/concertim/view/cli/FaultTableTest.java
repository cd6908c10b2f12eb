package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.ListFault.Then;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Nobody;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every system with every fault: nothing of its part of the view is lost, the others are read, the
 * failed one says why, and the next sync of the same process finds all well again.
 */
@Timeout(300)
class FaultTableTest {
  @TempDir private Path folder;
  private EmbeddedLab lab;
  private LabConfig config;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
    config = patient();
  }

  /** Without limits that a healthy system may miss on a slow machine. */
  private LabConfig patient() {
    return lab.config()
        .set("view.retries", 1)
        .set("view.retry_delay", "5ms")
        .set("view.killbill_interval", "1ms");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> noListThatGoesWrongCostsAnythingInTheView() throws Exception {
    Synced patient = Synced.by(daemon());
    Synced hastyWithACall =
        Synced.by(daemon(patient().set("view.response_timeout", "2s"), folder.resolve("call")));
    Synced hastyWithASource =
        Synced.by(daemon(patient().set("view.source_deadline", "6s"), folder.resolve("source")));
    Stream<DynamicTest> cases =
        Stream.of(LabSystem.values())
            .flatMap(
                system ->
                    Stream.of(ListFault.values())
                        .map(
                            fault ->
                                DynamicTest.dynamicTest(
                                    system + " " + fault,
                                    () ->
                                        check(
                                            switch (fault) {
                                              case NO_ANSWER_IN_TIME -> hastyWithACall;
                                              case SLOW_DRIP -> hastyWithASource;
                                              default -> patient;
                                            },
                                            system,
                                            fault))));
    return cases
        .onClose(patient.sync()::close)
        .onClose(hastyWithACall.sync()::close)
        .onClose(hastyWithASource.sync()::close);
  }

  /** A program that has read all systems well, and what it stored then. */
  private record Synced(ViewDaemon sync, View before) {
    static Synced by(ViewDaemon sync) throws Exception {
      View before = sync.once().orElseThrow();
      assertTrue(before.sources().values().stream().allMatch(SourceStatus::complete));
      return new Synced(sync, before);
    }
  }

  private void check(Synced synced, LabSystem system, ListFault fault) throws Exception {
    ViewDaemon sync = synced.sync();
    View before = synced.before();
    makeTheListBeSentAgain(sync, system);
    lab.faults().fail(system.list(), fault.fault());
    Optional<View> seen = sync.once();
    lab.faults().clear();
    View during = seen.orElseThrow();
    assertNothingIsLost(before, during);
    assertOthersAreRead(system, during);
    SourceStatus status = during.sources().get(system.source());
    if (fault.then() == Then.STALE) {
      assertStale(status, system.source(), fault.reason());
    } else if (fault.then() == Then.COMPLETE) {
      assertTrue(status.complete(), status.reason());
    }
    assertAllIsWellAgain(sync, before);
  }

  /** After a failure no list is taken for known, so none is answered with 304. */
  private void makeTheListBeSentAgain(ViewDaemon sync, LabSystem system) throws Exception {
    if (system.source() == Source.CONCERTIM) {
      lab.faults().fail(system.list(), Fault.status(400));
      assertTrue(sync.once().isPresent());
      lab.faults().clear();
    }
  }

  private static void assertAllIsWellAgain(ViewDaemon sync, View before) throws Exception {
    View after = sync.once().orElseThrow();
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
        ViewDaemon sync = daemon()) {
      View before = sync.once().orElseThrow();
      for (String path : List.of(system.list(), "/auth/tokens", "/users/sign_in")) {
        lab.faults().fail(path, Fault.redirect(other.url() + "/concertim/api/v1/devices"));
      }
      lab.revokeTokens();
      View during = sync.once().orElseThrow();
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
    try (ViewDaemon sync = daemon()) {
      View before = sync.once().orElseThrow();
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
    try (ViewDaemon sync = daemon()) {
      return sync.once().orElseThrow();
    }
  }

  private ViewDaemon daemon() throws Exception {
    return daemon(config, folder);
  }

  private static ViewDaemon daemon(LabConfig config, Path folder) throws Exception {
    DataDirectory data = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    return new ViewDaemon(
        ProcessName.VIEW_SYNC,
        ConfigFile.load(config.write(folder), Map.of()),
        data,
        RouteFiles.of(ProcessName.VIEW_SYNC, null),
        false);
  }
}
