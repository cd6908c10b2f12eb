// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/** Signs the calls that routes make: a call's system, service and path are exchange properties. */
public final class Calls {
  private final Map<String, Credentials> bySystem;

  /**
   * @param bySystem credentials by the system's name: concertim, openstack, killbill
   */
  public Calls(Map<String, Credentials> bySystem) {
    this.bySystem = Map.copyOf(bySystem);
  }

  /**
   * Replaces the message by a signed call without a body.
   *
   * @param deadline see {@link Deadline}
   * @throws LateException after the deadline
   */
  public void sign(
      Exchange exchange,
      @ExchangeProperty("system") String system,
      @ExchangeProperty("service") String service,
      @ExchangeProperty("path") String path,
      @ExchangeProperty("entityTag") String entityTag,
      @ExchangeProperty("microversion") String microversion,
      @ExchangeProperty("deadline") Long deadline) {
    Deadline.check(deadline, system);
    exchange.getMessage().setBody(null);
    exchange.getMessage().removeHeaders("*");
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "GET");
    exchange.getMessage().setHeader("Accept", "application/json");
    if (entityTag != null) {
      exchange.getMessage().setHeader("If-None-Match", entityTag);
    }
    if (microversion != null) {
      exchange.getMessage().setHeader("OpenStack-API-Version", microversion);
    }
    bySystem.get(system).sign(exchange.getMessage(), service, path);
  }

  /** Signs a call again that was answered with 401. */
  public void renew(
      Exchange exchange,
      @ExchangeProperty("system") String system,
      @ExchangeProperty("deadline") Long deadline)
      throws Exception {
    Deadline.check(deadline, system);
    if (!bySystem.get(system).renew(exchange.getMessage())) {
      throw exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    }
  }
}
