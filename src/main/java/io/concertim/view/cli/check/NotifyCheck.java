// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.config.NotifyTarget;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.queue.broker.BrokerProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks that the targets of {@code view.notify} can be reached. It sends no event, and shows of an
 * address only host and port, since the path of a webhook may be a secret.
 */
final class NotifyCheck {
  private static final String AREA = "notify";

  private final Checklist list;
  private final CertificateCheck certificates;
  private final Duration timeout;

  /**
   * @param timeout longest wait for a connection
   */
  NotifyCheck(Checklist list, CertificateCheck certificates, Duration timeout) {
    this.list = list;
    this.certificates = certificates;
    this.timeout = timeout;
  }

  /**
   * Checks all targets, one line each.
   *
   * @param rmq the broker of the exchanges; empty only where no target is an exchange
   */
  void run(List<NotifyTarget> targets, Optional<RabbitMqConfig> rmq) {
    for (NotifyTarget target : targets) {
      list.look(
          AREA,
          target.name(),
          () ->
              target.url().isPresent()
                  ? address(target, target.url().get().toURL())
                  : exchange(target, rmq.orElseThrow()));
    }
  }

  private Verdict address(NotifyTarget target, URL url) throws GeneralSecurityException {
    int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
    String place = url.getHost() + ":" + port;
    InetAddress host;
    try (Socket socket = new Socket()) {
      host = InetAddress.getByName(url.getHost());
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
    } catch (UnknownHostException e) {
      return Verdict.fail(
          "the name " + url.getHost() + " does not resolve",
          "check " + target.key() + ".url and this machine's name servers");
    } catch (IOException e) {
      return Verdict.fail(
          place + " cannot be reached: " + Verdict.of(e).detail(),
          "check " + target.key() + ".url, whether the receiver is running, and firewalls");
    }
    return url.getProtocol().equals("https")
        ? encrypted(target, place, url.getHost(), port)
        : plain(place, host);
  }

  private Verdict encrypted(NotifyTarget target, String place, String host, int port)
      throws GeneralSecurityException {
    try {
      Verdict certificate = certificates.of(target.key(), target.tls(), host, port);
      return new Verdict(
          certificate.result(),
          place + " is reached; its certificate " + certificate.detail(),
          certificate.remedy());
    } catch (IOException e) {
      Verdict refused = Verdict.of(e);
      return Verdict.fail(
          place + " is reached, but not by TLS: " + refused.detail(),
          refused.remedy() == null
              ? "check that " + target.key() + ".url is an address with TLS"
              : refused.remedy());
    }
  }

  private static Verdict plain(String place, InetAddress host) {
    return host.isLoopbackAddress()
        ? Verdict.ok(place + " is reached; not encrypted, and on this machine")
        : Verdict.warn(
            place + " is reached, but not encrypted: whoever is in between can read the changes",
            "let the receiver be reached with TLS");
  }

  private static Verdict exchange(NotifyTarget target, RabbitMqConfig rmq)
      throws IOException, GeneralSecurityException {
    String exchange = target.exchange().orElseThrow();
    try (BrokerProbe broker = BrokerProbe.connect(rmq)) {
      return broker.hasExchange(exchange)
          ? Verdict.ok("the exchange " + exchange + " is there; to write to it is not tried")
          : Verdict.fail(
              "the exchange " + exchange + " is not there, so no change can be sent",
              "make it, bind a queue to it, and give the user of rmq the right to write to it");
    }
  }
}
