package io.concertim.view;

import io.concertim.view.cli.ViewCommand;
import picocli.CommandLine;

/** Starts the program. */
public final class ViewMain {
  private ViewMain() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ViewCommand()).execute(arguments));
  }
}
