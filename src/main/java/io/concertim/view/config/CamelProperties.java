// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.time.Duration;
import java.util.Properties;

/**
 * The configuration as placeholders for routes: {@code {{view.pageSize}}}. Durations are in
 * milliseconds. Holds no secret, so that a route or a log of the properties cannot show one.
 */
public final class CamelProperties {
  private CamelProperties() {}

  /**
   * All placeholders. Exactly one of {@code view.interval} and {@code view.cron} is there: refer to
   * them as {@code {{?view.interval}}} and {@code {{?view.cron}}}.
   */
  public static Properties of(ViewConfig config) {
    Properties properties = new Properties();
    properties.setProperty("concertim.url", config.concertim().url().toString());
    properties.setProperty("openstack.authUrl", config.openstack().authUrl().toString());
    config
        .killbill()
        .ifPresent(billing -> properties.setProperty("killbill.url", billing.url().toString()));

    ViewSettings view = config.view();
    view.cron()
        .ifPresentOrElse(
            cron -> properties.setProperty("view.cron", cron),
            () -> put(properties, "view.interval", view.interval()));
    put(properties, "view.connectTimeout", view.connectTimeout());
    put(properties, "view.responseTimeout", view.responseTimeout());
    put(properties, "view.retries", view.retries());
    put(properties, "view.retryDelay", view.retryDelay());
    put(properties, "view.sourceDeadline", view.sourceDeadline());
    put(properties, "view.sourceTimeout", timeout(view.sourceDeadline()));
    put(properties, "view.pageSize", view.pageSize());

    QueueSettings queue = view.queue();
    properties.setProperty("view.queue.name", queue.name());
    properties.setProperty("view.queue.eventTypes", queue.eventTypes().regex());
    put(properties, "view.queue.prefetch", queue.prefetch());

    view.concurrency()
        .forEach((service, calls) -> put(properties, "view.concurrency." + service, calls));
    return properties;
  }

  /** A little longer than a deadline, so that what was read until then arrives. */
  private static Duration timeout(Duration deadline) {
    return deadline.plus(deadline.dividedBy(10)).plusSeconds(1);
  }

  private static void put(Properties properties, String name, Duration value) {
    properties.setProperty(name, Long.toString(value.toMillis()));
  }

  private static void put(Properties properties, String name, int value) {
    properties.setProperty(name, Integer.toString(value));
  }
}
