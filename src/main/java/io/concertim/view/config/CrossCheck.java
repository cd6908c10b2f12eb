// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
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
    if (root.has("killbill")) {
      address("killbill.api_host", root.block("killbill"), "api_host");
    }
    if (root.block("openstack").exists()) {
      identity(root.block("openstack"));
    }
    schedule(root.block("view"));
    store(root.block("view"));
    Block targets = root.block("view").block("notify");
    for (String name : targets.keys()) {
      target("view.notify." + name, targets.block(name), root.has("rmq"));
    }
  }

  private void store(Block view) {
    tls.trust("view.postgresql", view.block("postgresql").block("tls"));
    if (!view.text("store").equals("postgresql")) {
      return;
    }
    String host = ConfigRecords.clusterHost(view.block("cluster"));
    if (host.toLowerCase(Locale.ROOT).matches("localhost([.].*)?")) {
      mistakes.add(
          "view.cluster.host",
          "expected a name that no other host has, found %s; name this one".formatted(host));
    }
    if (!view.block("postgresql").exists()) {
      mistakes.add(
          "view.postgresql",
          "expected the database's url, username and password, found nothing; add the block, or"
              + " remove store");
    }
  }

  private void target(String key, Block target, boolean hasBroker) {
    tls.trust(key, target.block("tls"));
    if (target.exists() && target.has("url") == target.has("exchange")) {
      mistakes.add(
          key,
          "expected url or exchange, found %s"
              .formatted(target.has("url") ? "both; remove one" : "neither; add one"));
    }
    if (target.has("url")) {
      address(key + ".url", target, "url");
    }
    if (target.has("exchange") && !hasBroker) {
      mistakes.add(
          key + ".exchange",
          "expected message_queue and the block rmq with its broker, found none; add them");
    }
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
    if (view.has("cron")) {
      cron(view.text("cron"));
    }
  }

  private void cron(String expression) {
    String expected = "expected a Quartz cron expression of six or seven fields, seconds first, ";
    String found = "found " + SchemaCheck.shown(expression);
    try {
      if (new CronExpression(expression).getNextValidTimeAfter(Date.from(Instant.now())) == null) {
        mistakes.add(
            "view.cron",
            "expected a Quartz cron expression that has a time to come, %s, which has none"
                .formatted(found));
      }
    } catch (ParseException | RuntimeException e) { // as Quartz fails over a field of a comma alone
      mistakes.add("view.cron", expected + found + fiveFields(expression));
    }
  }

  /** What cron itself takes, which is no Quartz expression: one field fewer, and no "?". */
  private static String fiveFields(String expression) {
    return expression.strip().split("\\s+").length == 5
        ? "; for the usual five fields put a 0 before them and a ? for the day that does not count"
        : "";
  }
}
