// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.store.StoreJson;
import io.concertim.view.text.PlainText;
import io.concertim.view.text.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * A writer for lines of text. Names come from users, so whatever would begin another line or steer
 * a terminal is shown as an escape, and a secret as stars.
 */
public final class Output extends PrintWriter {
  private Output(PrintWriter out) {
    super(out, false);
  }

  /** Around a writer, which is flushed when this is. */
  public static PrintWriter to(PrintWriter out) {
    return new Output(out);
  }

  /** Each value as a line of JSON, which has escapes of its own. */
  static void json(PrintWriter out, List<?> values) throws IOException {
    for (Object value : values) {
      out.println(StoreJson.MAPPER.writeValueAsString(value));
    }
    out.flush();
  }

  /** One line, whatever the text holds. */
  @Override
  public void println(String line) {
    super.println(plain(line));
  }

  @Override
  public PrintWriter printf(String format, Object... values) {
    return format(format, values);
  }

  /** Lines as the format has them; a value begins none. */
  @Override
  public PrintWriter format(String format, Object... values) {
    Object[] plain = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      boolean text = !(values[i] instanceof Number || values[i] instanceof Boolean);
      plain[i] = text && values[i] != null ? plain(values[i].toString()) : values[i];
    }
    return super.format(Locale.ROOT, format, plain);
  }

  private static String plain(String text) {
    return PlainText.escaped(Redaction.of(text));
  }
}
