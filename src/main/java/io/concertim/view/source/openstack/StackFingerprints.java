// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Fingerprints of whole stack trees, from one list that shows nested stacks too. While a
 * fingerprint stays the same, no stack of the tree has a new status or time, so the tree need not
 * be read again (openstack.md, anchors.md section 0, opening 2).
 */
final class StackFingerprints {
  /**
   * Heat's times have whole seconds: a stack that has just changed may change again within the same
   * second.
   */
  private static final Duration TOO_YOUNG = Duration.ofSeconds(2);

  private final Instant listed;
  private final Map<String, NestedStack> nested = new HashMap<>();
  private final Map<String, Map<String, String>> members = new HashMap<>();

  private StackFingerprints(Instant listed) {
    this.listed = listed;
  }

  /**
   * The fingerprints by top-level stack. A stack is missing if its tree is changing, or has changed
   * too shortly before the list.
   *
   * @param listed when the list was answered, by Heat's own clock
   */
  static Map<String, String> of(
      Collection<Stack> stacks, Collection<NestedStack> nestedStacks, Instant listed) {
    StackFingerprints trees = new StackFingerprints(listed);
    stacks.forEach(s -> trees.add(s.id(), s.id(), s.status(), s.updatedTime()));
    nestedStacks.forEach(stack -> trees.nested.put(stack.id(), stack));
    nestedStacks.forEach(s -> trees.add(trees.top(s), s.id(), s.status(), s.updatedTime()));
    Map<String, String> fingerprints = new HashMap<>();
    trees.members.forEach(
        (top, states) -> {
          if (states.containsKey(top) && !states.containsValue(null)) {
            fingerprints.put(top, hash(states.get(top)) + hash(states.toString()));
          }
        });
    return fingerprints;
  }

  /**
   * The beginnings of the fingerprints: that part which is of the top-level stack alone, from a
   * list without nested stacks.
   */
  static Map<String, String> ofTops(Collection<Stack> stacks, Instant listed) {
    StackFingerprints trees = new StackFingerprints(listed);
    stacks.forEach(s -> trees.add(s.id(), s.id(), s.status(), s.updatedTime()));
    Map<String, String> fingerprints = new HashMap<>();
    trees.members.forEach(
        (top, states) -> {
          if (states.get(top) != null) {
            fingerprints.put(top, hash(states.get(top)));
          }
        });
    return fingerprints;
  }

  private void add(String top, String id, String status, String updatedTime) {
    boolean atRest = !status.endsWith("_IN_PROGRESS") && isOld(updatedTime);
    members
        .computeIfAbsent(top, key -> new TreeMap<>())
        .put(id, atRest ? status + " " + updatedTime : null);
  }

  private String top(NestedStack stack) {
    String id = stack.parentId();
    for (int level = 0; nested.containsKey(id) && level < nested.size(); level++) {
      id = nested.get(id).parentId();
    }
    return id;
  }

  private boolean isOld(String updatedTime) {
    if (updatedTime == null) {
      return true; // never updated: the first update will show
    }
    try {
      return time(updatedTime).plus(TOO_YOUNG).isBefore(listed);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** OpenStack's times: with T or a blank, with or without fraction and Z, always UTC. */
  private static Instant time(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T').replaceFirst("Z$", ""))
        .toInstant(ZoneOffset.UTC);
  }

  private static String hash(String states) {
    return Sha256.hex(states.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
  }
}
