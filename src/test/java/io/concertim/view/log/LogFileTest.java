// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of today, however much is logged in a day. */
class LogFileTest {
  private static final int LONGEST = 10_000;

  @TempDir private Path folder;
  private final LoggerContext context = new LoggerContext();

  private LogFile open() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    LogFile file = new LogFile("view_queue", LONGEST);
    file.setContext(context);
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%message%n");
    lines.start();
    file.setEncoder(lines);
    TimeBasedRollingPolicy<ILoggingEvent> daily = new TimeBasedRollingPolicy<>();
    daily.setContext(context);
    daily.setParent(file);
    daily.setFileNamePattern(folder.resolve("view_queue~%d{dd-MM-yyyy}.log").toString());
    daily.start();
    file.setRollingPolicy(daily);
    file.start();
    return file;
  }

  private LoggingEvent line(int number) {
    Logger logger = context.getLogger("any");
    String text = number + " " + "x".repeat(90);
    return new LoggingEvent("here", logger, Level.WARN, text, null, null);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void theNewestLinesAreKeptInTwoFilesOfBoundedLength() throws IOException {
    Files.writeString(folder.resolve("view_queue~01-01-2026.1.log"), "of an earlier day");
    Files.writeString(folder.resolve("view_queue~01-01-2026.log"), "of an earlier day");
    Files.writeString(folder.resolve("view_sync~01-01-2026.1.log"), "of another process");
    LogFile file = open();
    for (int i = 0; i < 1000; i++) {
      file.doAppend(line(i));
    }
    String current = file.getFile();
    file.stop();

    assertTrue(Files.readString(Path.of(current)).contains("999 "), current);
    for (Path one : files()) {
      assertTrue(Files.size(one) < LONGEST + 200, one + " has " + Files.size(one));
    }
    assertEquals(4, files().size());
    assertTrue(Files.exists(Path.of(current.replace(".log", ".1.log"))));
    assertTrue(Files.exists(folder.resolve("view_sync~01-01-2026.1.log")));
  }
}
