// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.SourceCost;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What the reads of its lists cost each system, and when they may be read next. */
final class LoadEndpoint implements Endpoint {
  private final Function<Source, SourceCost> costs;
  private final String process;
  private final Clock clock;

  /**
   * @param process the name of this process, whose reads are counted
   */
  LoadEndpoint(Function<Source, SourceCost> costs, String process, Clock clock) {
    this.costs = costs;
    this.process = process;
    this.clock = clock;
  }

  @Override
  public Response answer(Request request) {
    Map<String, Object> sources = new LinkedHashMap<>();
    for (Source source : Source.values()) {
      sources.put(source.label(), shown(costs.apply(source)));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("process", process);
    body.put("sources", sources);
    return Response.json(200, body);
  }

  private Map<String, Object> shown(SourceCost cost) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("share", cost.share());
    shown.put("used_share", Math.round(cost.usedShare() * 1e4) / 1e4);
    shown.put("used_seconds", seconds(cost.used()));
    shown.put("last_read_seconds", seconds(cost.last()));
    shown.put("next_read_at", cost.rest().isZero() ? null : clock.instant().plus(cost.rest()));
    return shown;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
