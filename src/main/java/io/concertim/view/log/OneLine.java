// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.concertim.view.text.PlainText;
import io.concertim.view.text.Redaction;
import java.nio.charset.StandardCharsets;

/**
 * Makes one line of each event, with its exception: whatever a name, a status or a message of
 * another holds can neither begin a line nor steer a terminal, and no secret is shown.
 */
final class OneLine extends EncoderBase<ILoggingEvent> {
  private final Encoder<ILoggingEvent> format;

  /**
   * @param format makes the text of an event, in UTF-8 and with a line end
   */
  OneLine(Encoder<ILoggingEvent> format) {
    this.format = format;
  }

  @Override
  public void start() {
    format.setContext(getContext());
    format.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return format.headerBytes();
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String text = new String(format.encode(event), StandardCharsets.UTF_8).stripTrailing();
    return (PlainText.escaped(Redaction.of(text)) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] footerBytes() {
    return format.footerBytes();
  }
}
