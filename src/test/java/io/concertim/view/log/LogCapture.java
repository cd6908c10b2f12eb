// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.concertim.view.config.LogFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the program logs while this is open, as it would be in the file. */
public final class LogCapture implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.concertim");
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  LogCapture(Level level, LogFormat format) {
    LoggerContext context = logger.getLoggerContext();
    appender.setContext(context);
    appender.setEncoder(LogSetup.encoder(context, format));
    appender.setOutputStream(written);
    appender.start();
    logger.addAppender(appender);
    forgetLevels();
    logger.setLevel(level);
  }

  /** Lets the program's loggers say again what the end of a process or a command has shut. */
  public static void forgetLevels() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLoggerList().stream()
        .filter(any -> any.getName().startsWith("io.concertim"))
        .forEach(any -> any.setLevel(null));
  }

  int bytes() {
    return written.size();
  }

  List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  List<String> linesWith(String text) {
    return lines().stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    appender.stop();
    logger.setLevel(null);
  }
}
