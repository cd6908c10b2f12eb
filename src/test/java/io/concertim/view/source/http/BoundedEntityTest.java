// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.junit.jupiter.api.Test;

/** Bodies that are too large or too slow end with an exception, others are passed on. */
class BoundedEntityTest {
  private static final byte[] BODY = new byte[1000];

  private static BoundedEntity entity(long maxBytes, Duration longest) {
    return new BoundedEntity(
        new ByteArrayEntity(BODY, ContentType.APPLICATION_JSON),
        new BoundedEntity.Limit(maxBytes, false),
        TimeLimit.of(longest, () -> {}),
        () -> {},
        () -> {});
  }

  @Test
  void aBodyWithinTheBoundsIsPassedOnWhole() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entity(BODY.length, Duration.ofMinutes(1)).writeTo(out);
    assertArrayEquals(BODY, out.toByteArray());
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedHoweverItIsRead() throws IOException {
    BoundedEntity large = entity(BODY.length - 1, Duration.ofMinutes(1));
    assertThrows(IOException.class, () -> large.writeTo(new ByteArrayOutputStream()));
    try (InputStream in = large.getContent()) {
      assertThrows(IOException.class, () -> in.skip(BODY.length));
    }
    try (InputStream in = large.getContent()) {
      in.skipNBytes(BODY.length - 1);
      assertThrows(IOException.class, in::read);
    }
  }

  @Test
  void aBodyThatTakesTooLongIsGivenUp() {
    BoundedEntity slow = entity(BODY.length, Duration.ofSeconds(-1));
    assertThrows(SocketTimeoutException.class, () -> slow.writeTo(new ByteArrayOutputStream()));
  }
}
