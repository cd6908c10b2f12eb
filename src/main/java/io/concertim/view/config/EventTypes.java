// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which types of notification make an object be read again. The last pattern that matches a type
 * decides; {@code *} stands for any text, and {@code !} in front takes the matching types away.
 *
 * @param patterns the built-in ones first
 */
public record EventTypes(List<String> patterns) {
  private static final List<String> BUILT_IN =
      List.of(
          "compute.instance.*",
          "compute_task.*",
          "instance.*",
          "servergroup.*",
          "server_group.*",
          "orchestration.stack.*",
          "orchestration.autoscaling.*",
          "volume.*",
          "volumes.reset_status.*",
          "backup.*",
          "network.*",
          "port.*",
          "floatingip.*",
          "identity.project.*",
          "identity.role_assignment.*",
          "!*.exists", // an audit of everything, every hour
          "!*.start", // an .end follows
          "!volume.usage", // statistics
          "orchestration.stack.*.start");

  public EventTypes {
    patterns = List.copyOf(patterns);
  }

  /** The built-in patterns, followed by those of the operator. */
  public static EventTypes builtInAnd(List<String> more) {
    return new EventTypes(Stream.concat(BUILT_IN.stream(), more.stream()).toList());
  }

  /**
   * A regular expression that matches a type as a whole. It has neither quotes nor backslashes, so
   * that a route can quote it.
   */
  public String regex() {
    String matching = "(?!)"; // nothing
    for (String pattern : patterns) {
      matching =
          pattern.startsWith("!")
              ? "(?!" + regex(pattern.substring(1)) + "$)(?:" + matching + ")"
              : matching + "|" + regex(pattern);
    }
    return matching;
  }

  private static String regex(String pattern) {
    return pattern.replace(".", "[.]").replace("*", ".*");
  }
}
