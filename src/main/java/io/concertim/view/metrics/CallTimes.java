// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.metrics;

import io.concertim.view.source.http.HttpCall;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts and times calls, by system, service, operation and status. */
public final class CallTimes implements HttpCall.Observer {
  private final MeterRegistry meters;

  public CallTimes(MeterRegistry meters) {
    this.meters = meters;
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
  }

  /** Only the cloud has several services. */
  private static String system(String service) {
    return switch (service) {
      case "concertim", "killbill" -> service;
      default -> "openstack";
    };
  }
}
