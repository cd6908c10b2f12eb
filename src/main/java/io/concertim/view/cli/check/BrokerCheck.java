// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.config.QueueSettings;
import io.concertim.view.config.RabbitMqConfig;
import io.concertim.view.queue.broker.BrokerProbe;
import io.concertim.view.queue.broker.OtherConsumers;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks that notifications can reach view_queue. It changes nothing on the broker. */
public final class BrokerCheck {
  private static final String AREA = "rabbitmq";

  /** Every release has one of these two exchanges. */
  private static final Set<String> BLOCK_STORAGE = Set.of("cinder", "openstack");

  private final Checklist list;
  private final CertificateCheck certificates;
  private final boolean ours;

  /**
   * @param ours whether view_queue of this installation takes messages from the queue
   */
  BrokerCheck(Checklist list, CertificateCheck certificates, boolean ours) {
    this.list = list;
    this.certificates = certificates;
    this.ours = ours;
  }

  /** Runs all checks. */
  void run(Optional<RabbitMqConfig> config, QueueSettings queue) {
    if (config.isEmpty()) {
      list.note(
          AREA,
          "configuration",
          Verdict.warn(
              "there is none, so view_queue cannot run", "set message_queue and the block rmq"));
      return;
    }
    RabbitMqConfig rmq = config.get();
    list.look(AREA, "certificate", () -> certificate(rmq));
    Optional<BrokerProbe> connected = list.need(AREA, "connection", () -> BrokerProbe.connect(rmq));
    if (connected.isEmpty()) {
      return;
    }
    try (BrokerProbe broker = connected.get()) {
      list.note(
          AREA,
          "connection",
          Verdict.ok(
              "%s, as %s on the virtual host %s"
                  .formatted(broker.version(), rmq.username(), rmq.virtualHost())));
      list.look(AREA, "queue " + queue.name(), () -> queue(broker, queue));
      list.look(
          AREA, "queue " + queue.deadLetters(), () -> waiting(broker.queue(queue.deadLetters())));
      list.look(AREA, "exchanges", () -> exchanges(broker, queue.exchanges()));
      list.look(AREA, "permissions", () -> permissions(broker, queue));
    }
  }

  private Verdict certificate(RabbitMqConfig rmq) throws IOException, GeneralSecurityException {
    if (rmq.tls().isEmpty()) {
      return certificates.plain("RabbitMQ", rmq.address());
    }
    return rmq.tls().get().client().isPresent()
        ? Verdict.ok("ours is shown to the broker; see connection")
        : certificates.of("rmq", rmq.tls().get().trust(), rmq.address(), rmq.port());
  }

  private Verdict queue(BrokerProbe broker, QueueSettings queue) throws IOException {
    String name = queue.name();
    Optional<BrokerProbe.FoundQueue> found = broker.queue(name);
    if (queue.isForSeveral()) {
      return waiting(found);
    }
    int consumers = found.map(BrokerProbe.FoundQueue::consumers).orElse(0);
    if (consumers > 1) {
      return Verdict.of(new IOException(OtherConsumers.found(name, consumers)));
    }
    return consumers == 1 && !ours
        ? Verdict.warn(
            "another program takes messages from it, and view_queue of this data directory does not",
            "if that is another installation, give this one a view.queue name of its own")
        : waiting(found);
  }

  private static Verdict waiting(Optional<BrokerProbe.FoundQueue> queue) {
    return Verdict.ok(
        queue
            .map(found -> found.messages() + " messages wait in it")
            .orElse("not there yet, view_queue makes it"));
  }

  private static Verdict exchanges(BrokerProbe broker, List<String> wanted) throws IOException {
    List<String> found = new ArrayList<>();
    for (String exchange : wanted) {
      if (broker.hasExchange(exchange)) {
        found.add(exchange);
      }
    }
    List<String> missing = new ArrayList<>(wanted);
    missing.removeAll(found);
    if (found.stream().anyMatch(BLOCK_STORAGE::contains)) {
      missing.removeAll(BLOCK_STORAGE);
    }
    if (found.isEmpty()) {
      return Verdict.fail(
          "none of " + wanted + " is there, so nothing can be listened to",
          "check rmq_path, and set driver = messagingv2 in [oslo_messaging_notifications] of the"
              + " cloud's services");
    }
    return missing.isEmpty()
        ? Verdict.ok("there are " + found)
        : Verdict.warn(
            "there are " + found + ", not " + missing,
            "a service makes its own with its first notification; else see view.queue.exchanges");
  }

  private static Verdict permissions(BrokerProbe broker, QueueSettings queue) throws IOException {
    for (String exchange : queue.exchanges()) {
      Optional<String> refusal = broker.whyNotBound(queue.name(), exchange);
      if (refusal.isPresent()) {
        return Verdict.of(new IOException("binding " + queue.name() + ": " + refusal.get()));
      }
    }
    Optional<String> refusal = broker.whyNotSent();
    return refusal.isPresent()
        ? Verdict.of(new IOException("sending dead letters: " + refusal.get()))
        : Verdict.ok("to bind our queue and to send dead letters; to make it is not tried");
  }
}
