// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with one file: one line per key, the first thing said about it. */
final class Mistakes {
  private final Path file;
  private final Map<String, String> byKey = new LinkedHashMap<>();

  Mistakes(Path file) {
    this.file = file;
  }

  /**
   * Notes a mistake unless the key has one already.
   *
   * @param key dotted key, empty for the file as a whole
   * @param what what was expected, what was found, what to do; no secret
   */
  void add(String key, String what) {
    byKey.putIfAbsent(key, what);
  }

  /** Throws all mistakes, if there are any. */
  void throwIfAny() throws ConfigException {
    if (!byKey.isEmpty()) {
      throw asException();
    }
  }

  /** The mistakes as the exception to throw; there must be one. */
  ConfigException asException() {
    List<String> lines = new ArrayList<>();
    byKey.forEach((key, what) -> lines.add(line(key, what)));
    return new ConfigException(lines);
  }

  private String line(String key, String what) {
    String text = file + ": " + (key.isEmpty() ? "" : key + ": ") + what;
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
