// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces values that are exactly {@code ${env:NAME}} or {@code ${file:PATH}}. */
final class References {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final Path directory;
  private final Map<String, String> environment;
  private final Mistakes mistakes;
  private final Map<String, String> byKey = new HashMap<>();

  /**
   * @param directory what a relative file is relative to: the configuration file's directory
   * @param environment the environment variables
   * @param mistakes where an unset variable or an unreadable file is noted
   */
  References(Path directory, Map<String, String> environment, Mistakes mistakes) {
    this.directory = directory;
    this.environment = environment;
    this.mistakes = mistakes;
  }

  /** The text that counts: what the reference leads to, else the text itself. */
  String resolve(String key, String text) {
    Matcher reference = REFERENCE.matcher(text.strip());
    if (!reference.matches()) {
      return text;
    }
    byKey.put(key, text.strip());
    return reference.group(1).equals("env")
        ? variable(key, text, reference.group(2))
        : content(key, text, reference.group(2));
  }

  /** The reference a key's value was written as, or null if it was written out. */
  String of(String key) {
    return byKey.get(key);
  }

  private String variable(String key, String text, String name) {
    String value = environment.get(name);
    if (value == null) {
      mistakes.add(
          key, "expected the environment variable %s, found it not set; set it".formatted(name));
      return text;
    }
    return value;
  }

  private String content(String key, String text, String name) {
    try {
      return BoundedText.of(directory.resolve(name)).replaceFirst("\\R\\z", "");
    } catch (IOException | IllegalArgumentException e) {
      mistakes.add(
          key, "expected a text file %s that this process can read, found none".formatted(name));
      return text;
    }
  }
}
