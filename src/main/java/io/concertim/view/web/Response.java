// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.store.StoreJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A response.
 *
 * @param type the content type
 * @param tag the entity tag, without quotes; null if the content must not be cached
 * @param content created only if it is sent
 * @param headers beside those that all responses have, or instead of them, by name
 */
record Response(int status, String type, String tag, Content content, Map<String, String> headers) {
  private static final String JSON = "application/json";

  /** The bytes of an answer. */
  @FunctionalInterface
  interface Content {
    byte[] plain() throws IOException;

    default byte[] gzipped() throws IOException {
      return gzip(plain());
    }

    /** The answer has been sent, or nobody is there to take it. */
    default void sent() {
      // nothing is kept for it
    }
  }

  Response(int status, String type, String tag, Content content) {
    this(status, type, tag, content, Map.of());
  }

  static Response json(int status, Object value) {
    return new Response(status, JSON, null, () -> StoreJson.MAPPER.writeValueAsBytes(value));
  }

  /** JSON for clients that poll; it is created only if its tag is not the client's. */
  static Response json(String tag, Content content) {
    return new Response(200, JSON, tag, content);
  }

  /** An error: {@code {"error":…}}. */
  static Response error(int status, String why) {
    return json(status, Map.of("error", why));
  }

  /** The same; something else follows once it has been sent, or nobody is there to take it. */
  Response then(Runnable next) {
    Content same = content;
    return new Response(
        status,
        type,
        tag,
        new Content() {
          @Override
          public byte[] plain() throws IOException {
            return same.plain();
          }

          @Override
          public byte[] gzipped() throws IOException {
            return same.gzipped();
          }

          @Override
          public void sent() {
            next.run();
          }
        },
        headers);
  }

  /** What is asked for may be had soon: {@code {"error":…}}. */
  static Response later(String why) {
    return new Response(503, JSON, null, error(503, why).content(), Map.of("Retry-After", "1"));
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
