// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** The faults that requests now run into; thread safe. */
public final class Faults {
  private final List<Rule> rules = new ArrayList<>();
  private CountDownLatch cleared = new CountDownLatch(1);

  /**
   * Each request that the expression finds in its path and query (with the system's prefix, for
   * example {@code /nova/v2.1/servers}) gets this fault until the faults are cleared.
   */
  public void fail(String pathRegex, Fault fault) {
    fail(pathRegex, fault, Integer.MAX_VALUE);
  }

  /** The same for the next {@code times} such requests only. */
  public synchronized void fail(String pathRegex, Fault fault, int times) {
    rules.add(new Rule(Pattern.compile(pathRegex), fault, times));
  }

  /** Ends all faults, and lets go of the requests that hang. */
  public synchronized void clear() {
    rules.clear();
    cleared.countDown();
    cleared = new CountDownLatch(1);
  }

  /** The fault of this request: of the oldest rule that matches and is not used up. */
  synchronized Optional<Fault> next(String target) {
    for (Rule rule : rules) {
      if (rule.left > 0 && rule.path.matcher(target).find()) {
        rule.left--;
        return Optional.of(rule.fault);
      }
    }
    return Optional.empty();
  }

  /** Opens when the faults of now are cleared. */
  synchronized CountDownLatch untilCleared() {
    return cleared;
  }

  private static final class Rule {
    private final Pattern path;
    private final Fault fault;
    private int left;

    Rule(Pattern path, Fault fault, int left) {
      this.path = path;
      this.fault = fault;
      this.left = left;
    }
  }
}
