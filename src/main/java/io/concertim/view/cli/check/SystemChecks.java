package io.concertim.view.cli.check;

import io.concertim.view.config.Tls;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.source.SingleCalls;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Consumer;

/** Looks at every system that a configuration names. */
public final class SystemChecks {
  private final Checklist list;
  private final ViewConfig config;
  private final SuiteAccounts accounts;
  private final Clock clock;
  private final CertificateCheck certificates;

  /**
   * @param accounts what the suite's services look for in Keystone
   */
  public SystemChecks(Checklist list, ViewConfig config, SuiteAccounts accounts, Clock clock) {
    this.accounts = accounts;
    this.list = list;
    this.config = config;
    this.clock = clock;
    this.certificates = new CertificateCheck(config.view().connectTimeout(), clock);
  }

  /**
   * Looks at all of them.
   *
   * @param progress is told which one is looked at
   */
  public void run(Consumer<String> progress) {
    progress.accept("asking Concertim");
    certificate("concertim", config.concertim().tls(), config.concertim().url());
    with(
        "concertim",
        config.concertim().tls(),
        calls -> new PortalCheck(list, config.concertim(), calls).run());
    progress.accept("asking OpenStack");
    with(
        "openstack",
        config.openstack().tls(),
        calls ->
            new CloudCheck(list, config.openstack(), calls, certificates, accounts, clock).run());
    progress.accept("asking Kill Bill");
    certificate("killbill", config.killbill().tls(), config.killbill().url());
    with(
        "killbill",
        config.killbill().tls(),
        calls -> new BillingCheck(list, config.killbill(), calls).run());
    progress.accept("asking RabbitMQ");
    new BrokerCheck(list, certificates).run(config.rmq(), config.view().queue());
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
