// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.config.LogFormat;
import io.concertim.view.text.PlainText;
import io.concertim.view.text.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneLineTest {
  private static final String HOSTILE =
      "web\n[2026-11-26 23:00:00,000] - ERROR : forged\r\u001b[2J\u009b2J\u007f\u0085\u2028"
          + "\u202e\u2066\u200b\ufeff\0x";

  private static String line(LogFormat format, String message, Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "x", context.getLogger("io.concertim.Test"), Level.WARN, message, failure, null);
    event.setThreadName(message);
    event.setMDCPropertyMap(Map.of(LogContext.KEY, message));
    return new String(LogSetup.encoder(context, format).encode(event), StandardCharsets.UTF_8);
  }

  private static void assertOneLine(String line) {
    assertTrue(line.endsWith("\n"));
    String text = line.substring(0, line.length() - 1);
    assertTrue(text.chars().noneMatch(PlainText::steers), text);
  }

  @ParameterizedTest
  @EnumSource
  void anEventIsOneLineWithItsException(LogFormat format) throws Exception {
    Exception failure =
        new IllegalStateException(HOSTILE, new IllegalArgumentException("inner " + HOSTILE));
    failure.addSuppressed(new RuntimeException(HOSTILE));

    String line = line(format, HOSTILE, failure);

    assertOneLine(line);
    assertTrue(line.contains("IllegalArgumentException"), line);
    if (format == LogFormat.JSON) {
      assertEquals(HOSTILE, new ObjectMapper().readTree(line).path("formattedMessage").asText());
    }
  }

  @Property
  void whateverAnEventHolds(@ForAll LogFormat format, @ForAll String message) {
    assertOneLine(line(format, message, new RuntimeException(message)));
  }

  @ParameterizedTest
  @EnumSource
  void noSecretIsShownHoweverItIsWritten(LogFormat format) {
    Redaction.hide("OneLineTest", List.of("pass word\"1\\", "Bearer token-of-the-test", "short"));
    try {
      String line =
          line(
              format,
              "echo pass word\"1\\ and pass+word%221%5C of token-of-the-test, short",
              new IllegalStateException("Authorization: Bearer token-of-the-test"));

      assertFalse(line.contains("pass word"), line);
      assertFalse(line.contains("pass+word"), line);
      assertFalse(line.contains("token-of"), line);
      assertTrue(line.contains("short"), "what is short is a part of other words");
      assertTrue(line.contains("Bearer ***"), line);
    } finally {
      Redaction.hide("OneLineTest", List.of());
    }
  }
}
