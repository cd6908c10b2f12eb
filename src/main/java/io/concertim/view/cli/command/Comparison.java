// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change.Op;
import io.concertim.view.history.ViewDifference;
import io.concertim.view.history.ViewDifference.Difference;
import java.util.List;

/**
 * The differences between two views.
 *
 * @param lines one for each difference
 */
record Comparison(List<Line> lines) {

  /**
   * One difference.
   *
   * @param op ADDED if only the second view has the object, REMOVED if only the first, CHANGED if a
   *     field differs
   * @param field null unless a field differs
   * @param first what the first view has there, or null
   * @param second what the second view has there, or null
   * @param pythonDefect the defect of the Python program that causes the difference, or null
   */
  record Line(
      String kind,
      String id,
      String name,
      Op op,
      String field,
      String first,
      String second,
      String pythonDefect) {

    /** The difference as a line of text. */
    String text(String firstName, String secondName) {
      String object = kind + " " + (name == null ? id : name + " (" + id + ")");
      String what =
          switch (op) {
            case ADDED -> " is only in " + secondName;
            case REMOVED -> " is only in " + firstName;
            case CHANGED -> ": " + field + " " + first + " → " + second;
          };
      return object + what + (pythonDefect == null ? "" : "  [known defect: " + pythonDefect + "]");
    }
  }

  /**
   * Compares two views. If one was read from a view.pickle, only what that can hold is compared.
   */
  static Comparison of(ComparedView first, ComparedView second) {
    boolean asPublished = first.pickled() || second.pickled();
    List<Difference> differences =
        asPublished
            ? ViewDifference.between(first.published(), second.published())
            : ViewDifference.between(first.view(), second.view());
    return new Comparison(
        differences.stream().map(difference -> line(difference, first, second)).toList());
  }

  private static Line line(Difference difference, ComparedView first, ComparedView second) {
    String defect = null;
    if (first.pickled() && !second.pickled()) {
      defect = PythonDefect.in(difference, second.view()).orElse(null);
    } else if (second.pickled() && !first.pickled()) {
      defect = PythonDefect.in(reversed(difference), first.view()).orElse(null);
    }
    return new Line(
        difference.kind(),
        difference.id(),
        difference.name(),
        difference.op(),
        difference.field(),
        difference.before(),
        difference.after(),
        defect);
  }

  private static Difference reversed(Difference difference) {
    Op op =
        switch (difference.op()) {
          case ADDED -> Op.REMOVED;
          case REMOVED -> Op.ADDED;
          case CHANGED -> Op.CHANGED;
        };
    return new Difference(
        difference.kind(),
        difference.id(),
        difference.name(),
        op,
        difference.field(),
        difference.after(),
        difference.before());
  }

  /** The number of differences that are due to a known defect of the Python program. */
  long known() {
    return lines.stream().filter(line -> line.pythonDefect() != null).count();
  }
}
