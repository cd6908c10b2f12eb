// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.TimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.concertim.view.config.LogFormat;
import io.concertim.view.config.LogLevel;
import io.concertim.view.config.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.processor.errorhandler.DefaultErrorHandler;
import org.slf4j.LoggerFactory;

/**
 * Logs as the suite does (suite.md section 6): {@code <process>~DD-MM-YYYY.log} in the log
 * directory, and warnings on standard error too. A new file begins at midnight; the last 30 files
 * are kept, at most 1 GB.
 */
public final class LogSetup {
  private static final String LINE =
      "[%date{\"yyyy-MM-dd HH:mm:ss,SSS\"}] - %-8replace(%level){'WARN$','WARNING'}: "
          + "%-12logger{0}: %-26thread===>  %replace([%X{"
          + LogContext.KEY
          + "}] ){'^.] $',''}%message%n";
  private static final long LONGEST_FILE = 100 * FileSize.MB_COEFFICIENT;
  private static final int DAYS_KEPT = 30;
  private static final long BYTES_KEPT = FileSize.GB_COEFFICIENT;

  private LogSetup() {}

  /**
   * Starts logging.
   *
   * @param format the format of the file's lines; standard error is always text
   * @throws UsageException if the directory cannot be written
   */
  public static void start(String process, Path directory, LogLevel level, LogFormat format)
      throws UsageException {
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      throw new UsageException(
          "the log directory "
              + directory
              + " does not exist or cannot be written: make it, let the user who runs this own it,"
              + " or name another with --log-dir");
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = toStandardError(context);
    root.addAppender(file(context, process, directory, format));
    context.getLogger("org.apache.camel").setLevel(camelLevel(level));
    // A stop does not wait for reads, which is not worth a warning.
    context.getLogger(DefaultShutdownStrategy.class).setLevel(Level.ERROR);
    // Every failure is logged in one line where a source, a confirmation or a sync ends.
    context.getLogger(DefaultErrorHandler.class).setLevel(Level.OFF);
    // QueueTopology logs the broker's state, in one line for each change.
    context.getLogger("org.apache.camel.component.springrabbit").setLevel(Level.OFF);
    context.getLogger("org.springframework").setLevel(Level.OFF);
    context.getLogger("com.rabbitmq").setLevel(Level.OFF);
    // Whoever needs the database of a cluster logs that it is away, once.
    context.getLogger("com.zaxxer.hikari").setLevel(Level.OFF);
    // These loggers would write passwords and tokens at DEBUG or TRACE.
    context.getLogger("org.apache.hc.client5.http.wire").setLevel(Level.OFF);
    context.getLogger("org.apache.hc.client5.http.headers").setLevel(Level.OFF);
    context.getLogger("org.apache.camel.component.bean").setLevel(Level.OFF);
    context.getLogger("io.concertim").setLevel(Level.convertAnSLF4JLevel(level.asSlf4j()));
    // Whoever may publish notifications could fill the disk with what is logged of each.
    context.addTurboFilter(new LineLimit("io.concertim.view.queue.", InstantSource.system()));
  }

  /** Stops logging single objects, as each sync does. */
  public static void logFailuresOnly() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.concertim.view.sync").setLevel(Level.ERROR);
  }

  /** Ends logging: failures that a stop causes from now on are expected. */
  public static void expectStop() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("org.apache.camel").setLevel(Level.OFF);
    context.getLogger("io.concertim").setLevel(Level.OFF);
  }

  /** Logs warnings to standard error, and nothing else. */
  static Logger toStandardError(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console(context));
    root.setLevel(Level.WARN);
    return root;
  }

  /** Camel logs its own steps at INFO; they are useful for debugging only. */
  private static Level camelLevel(LogLevel level) {
    return level == LogLevel.DEBUG ? Level.INFO : Level.WARN;
  }

  private static LogFile file(
      LoggerContext context, String process, Path directory, LogFormat format) {
    LogFile file = new LogFile(process, LONGEST_FILE);
    file.setContext(context);
    file.setEncoder(encoder(context, format));
    TimeBasedRollingPolicy<ILoggingEvent> daily = new TimeBasedRollingPolicy<>();
    daily.setContext(context);
    daily.setParent(file);
    daily.setFileNamePattern(directory.resolve(process + "~%d{dd-MM-yyyy}.log").toString());
    daily.setMaxHistory(DAYS_KEPT);
    daily.setTotalSizeCap(new FileSize(BYTES_KEPT));
    daily.setCleanHistoryOnStart(true);
    daily.start();
    file.setRollingPolicy(daily);
    file.start();
    return file;
  }

  private static ConsoleAppender<ILoggingEvent> console(LoggerContext context) {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, LogFormat.TEXT));
    ThresholdFilter warnings = new ThresholdFilter();
    warnings.setLevel("WARN");
    warnings.start();
    console.addFilter(warnings);
    console.start();
    return console;
  }

  static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text();
          case JSON -> json();
        };
    OneLine line = new OneLine(encoder);
    line.setContext(context);
    line.start();
    return line;
  }

  private static PatternLayoutEncoder text() {
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setPattern(LINE);
    return lines;
  }

  /** {@code timestamp} is in milliseconds since 1970. */
  private static JsonEncoder json() {
    JsonEncoder objects = new JsonEncoder();
    objects.setWithSequenceNumber(false);
    objects.setWithNanoseconds(false);
    objects.setWithContext(false);
    objects.setWithMessage(false);
    objects.setWithArguments(false);
    objects.setWithFormattedMessage(true);
    return objects;
  }
}
