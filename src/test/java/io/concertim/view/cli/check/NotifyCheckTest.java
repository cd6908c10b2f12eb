// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.check.CheckResult.Result;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.lab.Publisher;
import io.concertim.view.lab.Receiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each target of {@code view.notify} is a line, and nothing is sent to it. */
@Timeout(120)
class NotifyCheckTest {
  @TempDir private Path folder;
  private final EmbeddedLab lab = EmbeddedLab.start();

  @AfterEach
  void stop() {
    lab.close();
  }

  private List<CheckResult> check(LabConfig settings) throws Exception {
    ViewConfig config = ConfigFile.load(settings.write(folder), Map.of());
    Duration timeout = Duration.ofSeconds(10);
    Checklist list = new Checklist();
    new NotifyCheck(list, new CertificateCheck(timeout, Clock.systemUTC()), timeout)
        .run(config.notified(), config.rmq());
    return list.findings();
  }

  /** The line of the only target, which is named chat. */
  private CheckResult chat(Map<String, Object> target) throws Exception {
    List<CheckResult> found =
        check(lab.config().without("message_queue").set("view.notify", Map.of("chat", target)));
    assertEquals(1, found.size());
    assertEquals("notify", found.get(0).area());
    assertEquals("chat", found.get(0).item());
    return found.get(0);
  }

  private static void assertFails(CheckResult found, String detail, String remedy) {
    assertEquals(Result.FAIL, found.result());
    assertTrue(found.detail().startsWith(detail), found::line);
    assertTrue(found.remedy().startsWith(remedy), found::line);
  }

  @Test
  void anAddressIsReachedWithoutAnEvent() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      CheckResult found =
          chat(Map.of("url", receiver.url() + "/hooks/T0KEN", "secret", "known-to-two"));

      assertEquals(Result.OK, found.result(), found::line);
      assertEquals(
          receiver.url().substring("http://".length())
              + " is reached; not encrypted, and on this machine",
          found.detail());
      assertEquals(List.of(), receiver.posts());
    }
  }

  @Test
  void aNameThatDoesNotResolveFails() throws Exception {
    assertFails(
        chat(Map.of("url", "https://chat.invalid/hooks/T0KEN")),
        "the name chat.invalid does not resolve",
        "check view.notify.chat.url");
  }

  @Test
  void anAddressWhereNobodyListensFailsAndItsPathIsNotShown() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    for (String scheme : List.of("http", "https")) {
      CheckResult found =
          chat(
              Map.of(
                  "url", scheme + "://127.0.0.1:" + port + "/hooks/T0KEN", "secret", "known-to-2"));
      assertFails(
          found,
          "127.0.0.1:" + port + " cannot be reached: Connection refused",
          "check view.notify.chat.url, whether the receiver is running");
      assertFalse(found.line().contains("T0KEN"), found::line);
      assertFalse(found.line().contains("known-to-2"), found::line);
    }
  }

  @Test
  void anUnknownAuthorityFailsAndAKnownOneDoesNot() throws Exception {
    try (EmbeddedLab receiver = EmbeddedLab.start(LabOptions.defaults().withTls())) {
      CheckResult unknown = chat(Map.of("url", receiver.url()));
      assertFails(unknown, "127.0.0.1:", "set view.notify.chat.tls.ca_file");
      assertTrue(unknown.detail().contains("is not trusted"), unknown::line);

      Map<String, String> trust = Map.of("ca_file", receiver.caFile().toString());
      CheckResult known = chat(Map.of("url", receiver.url(), "tls", trust));
      assertEquals(Result.OK, known.result(), known::line);
      assertTrue(known.detail().contains(" is reached; its certificate is trusted"), known::line);
      assertEquals(List.of(), receiver.calls().all());
    }
  }

  @Test
  void whoDoesNotSpeakTlsFailsWithWhatToDo() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      CompletableFuture<Void> both =
          CompletableFuture.runAsync(() -> answerPlainly(server))
              .thenRun(() -> answerPlainly(server));
      String place = "127.0.0.1:" + server.getLocalPort();
      assertFails(
          chat(Map.of("url", "https://" + place)),
          place + " is reached, but not by TLS: ",
          "check that view.notify.chat.url is an address with TLS");
      both.join();
    }
  }

  private static void answerPlainly(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 \r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return; // the client has closed the connection
    }
  }

  @Test
  void anExchangeIsThereOrFails() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start();
        Publisher publisher = broker.publisher()) {
      publisher.channel().exchangeDeclare("concertim.changes", "topic");

      List<CheckResult> found =
          check(
              broker
                  .configure(lab.config())
                  .set(
                      "view.notify",
                      Map.of(
                          "there", Map.of("exchange", "concertim.changes"),
                          "missing", Map.of("exchange", "concertim.other"))));

      Map<String, CheckResult> lines =
          found.stream().collect(Collectors.toMap(CheckResult::item, line -> line));
      CheckResult there = lines.get("there");
      assertEquals(Result.OK, there.result(), there::line);
      assertTrue(there.detail().startsWith("the exchange concertim.changes is there"), there::line);
      assertFails(
          lines.get("missing"), "the exchange concertim.other is not there", "make it, bind");
    }
  }

  @Test
  void aBrokerThatRefusesTheUserFailsWithoutThePassword() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start()) {
      CheckResult found =
          check(
                  broker
                      .configure(lab.config())
                      .set("rmq.rmq_password", "n0-password")
                      .set("view.notify", Map.of("bus", Map.of("exchange", "concertim.changes"))))
              .get(0);

      // RabbitMQ's own answer is in BrokerCheckIT.
      assertFails(found, "530 Authentication failed", "check rmq_address");
      assertFalse(found.line().contains("n0-password"), found::line);
    }
  }
}
