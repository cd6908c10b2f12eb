// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What many messages cause to be logged. */
class LineLimitTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger limited = context.getLogger("queue.DeadLetters");

  @BeforeEach
  void start() {
    lines.start();
    context.getLogger("queue").setLevel(Level.INFO);
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
    context.addTurboFilter(new LineLimit("queue.", now::get));
  }

  private long bytes() {
    return lines.list.stream().mapToLong(line -> line.getFormattedMessage().length() + 100).sum();
  }

  @Test
  void aLineThatComesAThousandTimesASecondForAnHourTakesLittleAndIsCounted() {
    for (int second = 0; second < 3600; second++) {
      now.updateAndGet(time -> time.plusSeconds(1));
      for (int i = 0; i < 1000; i++) {
        limited.warn("a message of {} cannot be understood", "x".repeat(300));
      }
    }

    assertTrue(bytes() < 250_000, "bytes: " + bytes());
    assertTrue(
        lines.list.stream().anyMatch(line -> line.getFormattedMessage().startsWith("11999 lines")),
        () -> lines.list.get(lines.list.size() - 2).toString());
  }

  @Test
  void linesThatComeSeldomOrOfOtherStatementsAreAllLogged() {
    for (int i = 0; i < 100; i++) {
      now.updateAndGet(time -> time.plus(Duration.ofSeconds(LineLimit.SECONDS)));
      limited.warn("one");
      limited.info("two {}", i);
      limited.debug("not at this level");
    }

    assertEquals(200, lines.list.size());
  }

  @Test
  void otherLoggersAreNotLimited() {
    for (int i = 0; i < 1000; i++) {
      context.getLogger("sync").warn("one");
    }

    assertEquals(1000, lines.list.size());
  }
}
