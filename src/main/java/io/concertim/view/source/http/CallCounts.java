// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the HTTP requests that were sent, repeated ones and sign-ins too, by service. */
public final class CallCounts {
  private final Map<String, LongAdder> byService = new ConcurrentHashMap<>();

  /** The counter of a service: concertim, killbill, or one of the cloud's services. */
  public LongAdder of(String service) {
    return byService.computeIfAbsent(service, key -> new LongAdder());
  }

  /** How many requests there were since the start, by service. */
  public Map<String, Long> total() {
    Map<String, Long> total = new TreeMap<>();
    byService.forEach((service, count) -> total.put(service, count.sum()));
    return total;
  }

  /** How many requests there were since an earlier {@link #total}. */
  public Map<String, Long> since(Map<String, Long> earlier) {
    Map<String, Long> since = total();
    since.replaceAll((service, count) -> count - earlier.getOrDefault(service, 0L));
    return since;
  }
}
