// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import java.util.Set;
import java.util.regex.Pattern;

/** Makes names that Concertim accepts (concertim-api.md sections 6, 7 and 8). */
final class Names {
  private static final Pattern NOT_IN_RACK_NAME = Pattern.compile("[^A-Za-z0-9_-]");
  private static final Pattern NOT_IN_DEVICE_NAME = Pattern.compile("[^A-Za-z0-9-]");
  private static final int LONGEST_DEVICE_NAME = 150;

  /**
   * Concertim names the chassis of a device after its template and its rack, with two hyphens and
   * 17 digits, in 255 characters (concertim-api.md section 9). So each gets half of what is left.
   */
  private static final int LONGEST_CHASSIS_PART = 236;

  private static final int LONGEST_RACK_OR_TEMPLATE_NAME = LONGEST_CHASSIS_PART / 2;

  /**
   * The name of Concertim's own rack template, which no list shows (concertim-api.md section 6).
   */
  static final String HIDDEN_TEMPLATE = "rack";

  private Names() {}

  /**
   * A stack's name with {@code .}, {@code _} and all characters that are not allowed replaced by
   * {@code -}.
   */
  static String dashed(String cloudName, String fallback) {
    String name = cloudName == null || cloudName.isBlank() ? fallback : cloudName;
    return NOT_IN_DEVICE_NAME.matcher(name).replaceAll("-");
  }

  /** A rack name close to the stack's: letters, digits, {@code _} and {@code -}; unique. */
  static String rack(String stackName, String stackId, Set<String> taken) {
    String name = stackName == null || stackName.isBlank() ? "stack" : stackName;
    return unique(
        NOT_IN_RACK_NAME.matcher(name).replaceAll("-"),
        stackId,
        taken,
        LONGEST_RACK_OR_TEMPLATE_NAME);
  }

  /** A device name: letters, digits and {@code -}, 1 to 150; unique. */
  static String device(String cloudName, String cloudId, String fallback, Set<String> taken) {
    return unique(dashed(cloudName, fallback), cloudId, taken, LONGEST_DEVICE_NAME);
  }

  /** A template name: any text that is not blank; unique over all templates. */
  static String template(String flavorName, String flavorId, Set<String> taken) {
    String name = withoutNul(flavorName);
    return unique(isBlank(name) ? "flavor" : name, flavorId, taken, LONGEST_RACK_OR_TEMPLATE_NAME);
  }

  /** Whether Concertim can name the chassis of a device of this template in this rack. */
  static boolean fitChassis(String templateName, String rackName) {
    return NOT_IN_DEVICE_NAME.matcher(templateName + rackName).replaceAll("").length()
        <= LONGEST_CHASSIS_PART;
  }

  /** Blank as Concertim takes it: also what Java does not count as white space. */
  private static boolean isBlank(String name) {
    return name.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** A text without the one character that Concertim's database cannot hold; null stays null. */
  static String withoutNul(String text) {
    return text == null || text.indexOf(0) < 0 ? text : text.replace("\0", "");
  }

  /** The name itself if it is free, else with as much of the id as makes it unique. */
  private static String unique(String wanted, String id, Set<String> taken, int longest) {
    String name = cut(wanted, longest);
    if (!taken.contains(name)) {
      return name;
    }
    String shortId = NOT_IN_DEVICE_NAME.matcher(id).replaceAll("");
    for (int length = Math.min(8, shortId.length());
        taken.contains(name) && length <= shortId.length();
        length++) {
      name = withSuffix(wanted, shortId.substring(0, length), longest);
    }
    for (int number = 2; taken.contains(name); number++) {
      name = withSuffix(wanted, shortId + "-" + number, longest);
    }
    return name;
  }

  private static String withSuffix(String name, String suffix, int longest) {
    return cut(name, longest - suffix.length() - 1) + "-" + suffix;
  }

  private static String cut(String name, int longest) {
    if (name.length() <= longest) {
      return name;
    }
    boolean splits = Character.isHighSurrogate(name.charAt(longest - 1));
    return name.substring(0, splits ? longest - 1 : longest);
  }
}
