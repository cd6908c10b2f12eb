// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Shows on standard error that a long step is running: on a terminal with the seconds it has taken,
 * elsewhere as one line.
 */
public final class Progress implements AutoCloseable {
  private static final long EVERY_MILLIS = 1_000;
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final Timer clock = new Timer("progress", true);
  private final long started = System.nanoTime();
  private volatile String doing = "";

  private Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    if (terminal) {
      clock.scheduleAtFixedRate(
          new TimerTask() {
            @Override
            public void run() {
              show();
            }
          },
          EVERY_MILLIS,
          EVERY_MILLIS);
    }
  }

  /** Shown where standard error is a terminal. */
  public static Progress on(PrintWriter err) {
    return new Progress(err, isTerminal());
  }

  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // as on a system without /proc
    }
  }

  /** Sets the step that is running from now on. */
  public void now(String what) {
    doing = what;
    if (terminal) {
      show();
    } else {
      err.println(what + " …");
      err.flush();
    }
  }

  private void show() {
    long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
    err.print(BACK_AND_CLEAR + doing + " … " + seconds + " s");
    err.flush();
  }

  @Override
  public void close() {
    clock.cancel();
    if (terminal) {
      err.print(BACK_AND_CLEAR);
      err.flush();
    }
  }
}
