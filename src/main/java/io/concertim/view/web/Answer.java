package io.concertim.view.web;

import io.concertim.view.store.StoreJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What is sent back.
 *
 * @param type of the content
 * @param tag tells this content from others at the same path, without quotes; null if it is not to
 *     be kept
 * @param content made only if it is sent
 */
record Answer(int status, String type, String tag, Content content) {
  private static final String JSON = "application/json";

  /** The bytes of an answer. */
  @FunctionalInterface
  interface Content {
    byte[] plain() throws IOException;

    default byte[] gzipped() throws IOException {
      return gzip(plain());
    }
  }

  static Answer json(int status, Object value) {
    return new Answer(status, JSON, null, () -> StoreJson.MAPPER.writeValueAsBytes(value));
  }

  /** JSON that is asked for again and again, and made only where it is another one. */
  static Answer json(String tag, Content content) {
    return new Answer(200, JSON, tag, content);
  }

  /** An answer without what was asked for: {@code {"error":…}}. */
  static Answer error(int status, String why) {
    return json(status, Map.of("error", why));
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
