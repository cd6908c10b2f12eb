// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.concertim.view.source.http.HttpCall;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;

/**
 * Counts and times calls, by system, service, operation and status. It counts by system the
 * redirections to another host; the host is no label, since whoever answers chooses it.
 */
public final class CallTimes implements HttpCall.Observer {
  private final MeterRegistry meters;

  /**
   * @param services whose calls are counted, as the routes name them
   */
  public CallTimes(MeterRegistry meters, Collection<String> services) {
    this.meters = meters;
    services.forEach(this::refusedHosts); // an alert sees an increase only from 0
  }

  @Override
  public void called(HttpCall call) {
    Durations.named(
            "view.api.call.duration",
            "from a request to the end of its answer; each retry is a request")
        .tag("system", system(call.service()))
        .tag("service", call.service())
        .tag("operation", Operation.of(call.method(), call.path()))
        .tag("status", call.status() == 0 ? "none" : Integer.toString(call.status()))
        .register(meters)
        .record(call.took());
    if (call.otherHost()) {
      refusedHosts(call.service()).increment();
    }
  }

  private Counter refusedHosts(String service) {
    return Counter.builder("view.hosts.refused")
        .description("redirections to another host, to which no request was sent")
        .tag("system", system(service))
        .register(meters);
  }

  /** Only the cloud has several services. */
  private static String system(String service) {
    return switch (service) {
      case "concertim", "killbill" -> service;
      default -> "openstack";
    };
  }
}
