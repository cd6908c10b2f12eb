// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.List;

/** The configuration file cannot be used; carries every mistake found, none with a secret in it. */
public class ConfigException extends Exception {
  private final List<String> mistakes;

  /**
   * @param mistakes one line per mistake, at least one
   */
  public ConfigException(List<String> mistakes) {
    super(String.join(System.lineSeparator(), mistakes));
    this.mistakes = List.copyOf(mistakes);
  }

  /** One line per mistake: file, dotted key, what was expected, what was found, what to do. */
  public List<String> mistakes() {
    return mistakes;
  }
}
