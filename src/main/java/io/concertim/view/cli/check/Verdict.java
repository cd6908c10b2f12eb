// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.cli.check.CheckResult.Result;

/** The result of one check, with the parts of a {@link CheckResult}. */
record Verdict(Result result, String detail, String remedy) {

  static Verdict ok(String detail) {
    return new Verdict(Result.OK, detail, null);
  }

  static Verdict warn(String detail, String remedy) {
    return new Verdict(Result.WARN, detail, remedy);
  }

  static Verdict fail(String detail, String remedy) {
    return new Verdict(Result.FAIL, detail, remedy);
  }

  /** The verdict of a failed check. Our own errors end with what to do. */
  static Verdict of(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String line = message.replaceAll("\\s+", " ").strip();
    int remedy = line.indexOf("; ");
    return remedy < 0
        ? fail(line, null)
        : fail(line.substring(0, remedy), line.substring(remedy + 2));
  }
}
