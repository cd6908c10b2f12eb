package io.concertim.view.mapping;

import java.util.Set;
import java.util.regex.Pattern;

/** Makes names that Concertim accepts (concertim-api.md sections 6, 7 and 8). */
final class Names {
  private static final Pattern NOT_IN_RACK_NAME = Pattern.compile("[^A-Za-z0-9_-]");
  private static final Pattern NOT_IN_DEVICE_NAME = Pattern.compile("[^A-Za-z0-9-]");
  private static final int LONGEST_DEVICE_NAME = 150;
  private static final int LONGEST_TEMPLATE_NAME = 255;

  private Names() {}

  /** A stack's name with {@code .} and {@code _} replaced by {@code -}, and all else it may not. */
  static String dashed(String cloudName, String fallback) {
    String name = cloudName == null || cloudName.isBlank() ? fallback : cloudName;
    return isPlain(name) ? name : NOT_IN_DEVICE_NAME.matcher(name).replaceAll("-");
  }

  /** Whether nothing is in it that a device's name may not hold; true for almost all names. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '-')) {
        return false;
      }
    }
    return true;
  }

  /** A rack name close to the stack's: letters, digits, {@code _} and {@code -}; unique. */
  static String rack(String stackName, String stackId, Set<String> taken) {
    String name = stackName == null || stackName.isBlank() ? "stack" : stackName;
    return unique(NOT_IN_RACK_NAME.matcher(name).replaceAll("-"), stackId, taken, 255);
  }

  /** A device name: letters, digits and {@code -}, 1 to 150; unique. */
  static String device(String cloudName, String cloudId, String fallback, Set<String> taken) {
    return unique(dashed(cloudName, fallback), cloudId, taken, LONGEST_DEVICE_NAME);
  }

  /** A template name, unique over all templates. */
  static String template(String flavorName, String flavorId, Set<String> taken) {
    return unique(flavorName, flavorId, taken, LONGEST_TEMPLATE_NAME);
  }

  /** The name itself where it is free, else with as much of the id as makes it unique. */
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
