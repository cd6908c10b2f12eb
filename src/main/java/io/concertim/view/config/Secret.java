// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.util.Objects;

/** A text that must not be shown: neither logged, nor part of an error, nor of a record's text. */
public final class Secret {
  private final String value;

  /**
   * @param value the text to hide, never null
   */
  public Secret(String value) {
    this.value = Objects.requireNonNull(value);
  }

  /** The text itself, for the one place that sends it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Always three stars, whatever the length. */
  @Override
  public String toString() {
    return "***";
  }
}
