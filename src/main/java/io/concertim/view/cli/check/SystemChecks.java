// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.config.KillBillConfig;
import io.concertim.view.config.Tls;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.source.http.SingleCalls;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Consumer;

/** Checks every system that a configuration names, and who is notified. */
public final class SystemChecks {
  private final Checklist list;
  private final ViewConfig config;
  private final SuiteAccounts accounts;
  private final boolean listens;
  private final Clock clock;
  private final CertificateCheck certificates;

  /**
   * @param accounts the names of the suite's roles and users in Keystone
   * @param listens whether notifications reach view_queue of this installation
   */
  public SystemChecks(
      Checklist list, ViewConfig config, SuiteAccounts accounts, boolean listens, Clock clock) {
    this.listens = listens;
    this.accounts = accounts;
    this.list = list;
    this.config = config;
    this.clock = clock;
    this.certificates = new CertificateCheck(config.view().connectTimeout(), clock);
  }

  /**
   * Runs all checks.
   *
   * @param progress receives the name of the system that is being checked
   */
  public void run(Consumer<String> progress) {
    progress.accept("asking Concertim");
    certificate("concertim", config.concertim().tls(), config.concertim().url());
    with(
        "concertim",
        config.concertim().tls(),
        calls -> new PortalCheck(list, config.concertim(), config.view(), calls).run());
    progress.accept("asking OpenStack");
    with(
        "openstack",
        config.openstack().tls(),
        calls ->
            new CloudCheck(list, config.openstack(), calls, certificates, accounts, clock).run());
    config.killbill().ifPresent(billing -> billing(billing, progress));
    progress.accept("asking RabbitMQ");
    new BrokerCheck(list, certificates, listens).run(config.rmq(), config.view().queue());
    config
        .cluster()
        .ifPresent(
            cluster -> {
              progress.accept("asking the database of the cluster");
              new ClusterCheck(list, certificates, clock).run(cluster);
            });
    progress.accept("trying the targets of view.notify");
    new NotifyCheck(list, certificates, config.view().connectTimeout())
        .run(config.notified(), config.rmq());
  }

  private void billing(KillBillConfig billing, Consumer<String> progress) {
    progress.accept("asking Kill Bill");
    certificate("killbill", billing.tls(), billing.url());
    with("killbill", billing.tls(), calls -> new BillingCheck(list, billing, calls).run());
  }

  private void certificate(String system, Tls tls, URI address) {
    list.look(system, "certificate", () -> certificates.of(system, tls, address));
  }

  private void with(String system, Tls tls, Consumer<SingleCalls> check) {
    try (SingleCalls calls = new SingleCalls(system, tls, config.view(), clock)) {
      check.accept(calls);
    } catch (GeneralSecurityException e) {
      list.note(system, "trusted certificates", Verdict.of(e));
    }
  }
}
