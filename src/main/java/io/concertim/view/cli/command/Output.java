package io.concertim.view.cli.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What is printed for people: names come from users, so what would steer a terminal is shown as a
 * question mark.
 */
final class Output extends FilterWriter {
  private Output(Writer out) {
    super(out);
  }

  static PrintWriter to(PrintWriter out) {
    return new PrintWriter(new Output(out), false);
  }

  @Override
  public void write(int character) throws IOException {
    super.write(isShown(character) ? character : '?');
  }

  @Override
  public void write(char[] text, int start, int length) throws IOException {
    for (int i = start; i < start + length; i++) {
      write(text[i]);
    }
  }

  @Override
  public void write(String text, int start, int length) throws IOException {
    write(text.toCharArray(), start, length);
  }

  private static boolean isShown(int character) {
    return character == '\n' || !Character.isISOControl(character);
  }
}
