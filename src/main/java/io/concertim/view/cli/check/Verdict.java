package io.concertim.view.cli.check;

import io.concertim.view.cli.check.Finding.Result;

/** What a look at one thing gave; the parts are those of a {@link Finding}. */
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

  /** What a failure says; our errors end with what to do. */
  static Verdict of(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    String line = message.replaceAll("\\s+", " ").strip();
    int remedy = line.indexOf("; ");
    return remedy < 0
        ? fail(line, null)
        : fail(line.substring(0, remedy), line.substring(remedy + 2));
  }
}
