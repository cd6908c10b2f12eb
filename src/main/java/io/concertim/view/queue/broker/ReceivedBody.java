// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import io.concertim.view.queue.Envelope;
import io.concertim.view.queue.MalformedNotificationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Unpacks bodies that oslo.messaging has compressed, where its option {@code kombu_compression} is
 * set. The header {@code compression} names the format; {@code application/x-gzip} is zlib's format
 * without a header of gzip (kombu/compression.py).
 */
public final class ReceivedBody {
  /**
   * The body as the service wrote it.
   *
   * @param body as it came
   * @param compression by what it is compressed; null if it is not
   * @param leftOut the body that came with the message; null if {@code body} is it
   * @throws MalformedNotificationException if it is too long, or cannot be unpacked
   */
  public byte[] unpack(
      @Body byte[] body,
      @ExchangeProperty("compression") String compression,
      @ExchangeProperty("leftOut") LeftOutBody leftOut) {
    if (leftOut != null) {
      throw new MalformedNotificationException(tooLong(leftOut.size()));
    }
    if (compression == null) {
      return body;
    }
    try (InputStream unpacked = unpacking(body, compression)) {
      byte[] whole = unpacked.readNBytes(Envelope.LONGEST_BODY + 1);
      if (whole.length > Envelope.LONGEST_BODY) {
        throw new MalformedNotificationException("unpacked, " + tooLong(whole.length));
      }
      return whole;
    } catch (IOException | RuntimeException e) {
      if (e instanceof MalformedNotificationException malformed) {
        throw malformed;
      }
      // Without the cause: its message may quote the body.
      throw new MalformedNotificationException(
          "the body is not " + compression + ", as its header compression says");
    }
  }

  private static String tooLong(long size) {
    return "the body has " + size + " bytes, more than " + Envelope.LONGEST_BODY;
  }

  private static InputStream unpacking(byte[] body, String compression) throws IOException {
    InputStream packed = new ByteArrayInputStream(body);
    return switch (compression) {
      case "application/x-gzip" -> new InflaterInputStream(packed);
      case "application/x-bz2" -> new BZip2CompressorInputStream(packed);
      default ->
          throw new MalformedNotificationException(
              "the body is compressed in a way that is not known here; set kombu_compression of the"
                  + " service to gzip or bz2, or leave it out");
    };
  }
}
