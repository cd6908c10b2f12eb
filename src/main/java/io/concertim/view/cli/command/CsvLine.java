// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change;
import io.concertim.view.history.Change.Owner;
import io.concertim.view.text.PlainText;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes as lines of CSV (RFC 4180). Names come from users: a text that a spreadsheet would take
 * for a formula begins with an apostrophe, and what steers a terminal is shown as an escape.
 */
final class CsvLine {
  static final String HEADER =
      "at,generation,cause,delay_millis,kind,id,name,op,field,before,after,rack_id,rack,team_id,team";

  /** The last four are the wide forms of the first, which spreadsheets in East Asia take too. */
  private static final Pattern FORMULA = Pattern.compile("[=+@\\t\\r\\n\uFF1D\uFF0B\uFF20\uFF0D-]");

  private CsvLine() {}

  static String of(Change change) {
    return line(
        change.at(),
        change.generation(),
        change.cause(),
        change.delayMillis(),
        change.kind(),
        change.id(),
        change.name(),
        change.op(),
        change.field(),
        change.before(),
        change.after(),
        change.rack() == null ? null : change.rack().id(),
        name(change.rack()),
        change.team() == null ? null : change.team().id(),
        name(change.team()));
  }

  private static String name(Owner owner) {
    return owner == null ? null : owner.name();
  }

  private static String line(Object... values) {
    return Arrays.stream(values).map(CsvLine::cell).collect(Collectors.joining(","));
  }

  private static String cell(Object value) {
    if (value == null) {
      return "";
    }
    String text = PlainText.escaped(value.toString());
    boolean formula = FORMULA.matcher(text).lookingAt() && !text.matches("-?[0-9.]+");
    String safe = formula ? "'" + text : text;
    return safe.matches("(?s).*[\",\\r\\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
