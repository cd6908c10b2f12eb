// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every request that the lab got, in the order of the answers; thread safe. */
public final class CallLog {
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> open = new HashMap<>();
  private final Map<String, Integer> mostAtOnce = new HashMap<>();

  /**
   * One request.
   *
   * @param system concertim, keystone, nova, heat, cinder, neutron or killbill
   * @param path with the system's prefix and the query
   * @param acceptEncoding how the answer may be packed; empty where the request does not say
   * @param status 0 when a fault left it without an answer
   */
  public record Entry(
      String system, String method, String path, String acceptEncoding, int status) {

    /** A request that does not say how its answer may be packed. */
    public Entry(String system, String method, String path, int status) {
      this(system, method, path, "", status);
    }
  }

  public synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  /** The requests in whose path and query the expression is found. */
  public List<Entry> matching(String pathRegex) {
    Pattern pattern = Pattern.compile(pathRegex);
    return all().stream().filter(entry -> pattern.matcher(entry.path()).find()).toList();
  }

  public int count(String system) {
    return countsBySystem().getOrDefault(system, 0);
  }

  public Map<String, Integer> countsBySystem() {
    return all().stream()
        .collect(Collectors.toMap(Entry::system, entry -> 1, Integer::sum, TreeMap::new));
  }

  /** How many requests of this system were at most being answered at the same time. */
  public synchronized int mostAtOnce(String system) {
    return mostAtOnce.getOrDefault(system, 0);
  }

  public synchronized void clear() {
    entries.clear();
    mostAtOnce.clear();
  }

  synchronized void began(String system) {
    int now = open.merge(system, 1, Integer::sum);
    mostAtOnce.merge(system, now, Math::max);
  }

  synchronized void answers(Entry entry) {
    entries.add(entry);
  }

  synchronized void ended(String system) {
    open.merge(system, -1, Integer::sum);
  }
}
