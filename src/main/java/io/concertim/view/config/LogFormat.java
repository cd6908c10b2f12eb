// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

/** The form of the log's lines. */
public enum LogFormat {
  /** The suite's form, for people. */
  TEXT,
  /** One JSON object a line, for programs. */
  JSON
}
