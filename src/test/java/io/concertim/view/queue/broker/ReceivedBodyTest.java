// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.queue.Envelope;
import io.concertim.view.queue.MalformedNotificationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that oslo.messaging compressed, and what only says that it did. */
class ReceivedBodyTest {
  private static final byte[] BODY = "{\"oslo.version\":\"2.0\"}".getBytes(StandardCharsets.UTF_8);

  private final ReceivedBody bodies = new ReceivedBody();

  private static byte[] packed(String compression, byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        compression.equals("application/x-bz2")
            ? new BZip2CompressorOutputStream(packed)
            : new DeflaterOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }

  private String refused(byte[] body, String compression) {
    return assertThrows(
            MalformedNotificationException.class, () -> bodies.unpack(body, compression, null))
        .getMessage();
  }

  @Test
  void aBodyThatIsNotCompressedStaysAsItIs() {
    assertArrayEquals(BODY, bodies.unpack(BODY, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-gzip", "application/x-bz2"})
  void aCompressedBodyIsUnpacked(String compression) throws IOException {
    assertArrayEquals(BODY, bodies.unpack(packed(compression, BODY), compression, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-gzip", "application/x-bz2"})
  void aBodyThatIsTooLongOnceUnpackedIsRefused(String compression) throws IOException {
    byte[] longest = new byte[Envelope.LONGEST_BODY];
    byte[] tooLong = new byte[200 * Envelope.LONGEST_BODY];

    assertEquals(
        longest.length, bodies.unpack(packed(compression, longest), compression, null).length);
    String reason = refused(packed(compression, tooLong), compression);
    assertTrue(reason.contains("more than 1048576"), reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-gzip", "application/x-bz2"})
  void aBodyThatIsCutOffOrSomethingElseIsRefusedWithoutQuotingIt(String compression)
      throws IOException {
    byte[] whole = packed(compression, BODY);

    refused(Arrays.copyOf(whole, whole.length / 2), compression);
    String reason = refused("gAAAAtoken".getBytes(StandardCharsets.UTF_8), compression);
    assertEquals("the body is not " + compression + ", as its header compression says", reason);
  }

  @Test
  void anotherCompressionIsRefusedWithWhatToDo() {
    String reason = refused(BODY, "application/zstd\nforged");

    assertTrue(reason.contains("set kombu_compression"), reason);
    assertTrue(!reason.contains("forged"), reason);
  }
}
