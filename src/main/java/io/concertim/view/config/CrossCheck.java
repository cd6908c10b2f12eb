package io.concertim.view.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.quartz.CronExpression;

/** Checks what a schema cannot say: keys that need or exclude one another, files, cron, URIs. */
final class CrossCheck {
  private final Mistakes mistakes;
  private final TlsCheck tls;

  CrossCheck(Mistakes mistakes, TlsCheck tls) {
    this.mistakes = mistakes;
    this.tls = tls;
  }

  void check(Block root) {
    for (String system : List.of("concertim", "openstack", "killbill", "rmq")) {
      tls.trust(system, root.block(system).block("tls"));
    }
    tls.client(root.block("rmq").block("tls"));
    address("concertim.concertim_url", root.block("concertim"), "concertim_url");
    address("openstack.auth_url", root.block("openstack"), "auth_url");
    address("killbill.api_host", root.block("killbill"), "api_host");
    if (root.block("openstack").exists()) {
      identity(root.block("openstack"));
    }
    schedule(root.block("view"));
  }

  private void identity(Block openstack) {
    KeystoneLogin.check(openstack, mistakes);
    if (openstack.text("auth_url").matches(".*/v2\\.0/*")) {
      mistakes.add(
          "openstack.auth_url",
          "expected the address of Keystone v3, found Keystone v2, which is not supported");
    }
  }

  private void address(String key, Block block, String name) {
    try {
      new URI(block.text(name));
    } catch (URISyntaxException e) {
      mistakes.add(key, "expected an address, found " + SchemaCheck.shown(block.text(name)));
    }
  }

  private void schedule(Block view) {
    if (view.has("cron") && view.has("interval")) {
      mistakes.add("view.cron", "expected cron or interval, found both; remove one");
    }
    if (view.has("cron") && !CronExpression.isValidExpression(view.text("cron"))) {
      mistakes.add(
          "view.cron",
          "expected a Quartz cron expression of six or seven fields, seconds first, found "
              + SchemaCheck.shown(view.text("cron")));
    }
  }
}
