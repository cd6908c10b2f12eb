// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BasicProperties;
import com.rabbitmq.client.impl.AMQBasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the client gets to see of a message, whatever its publisher put into it. */
class MessageFramesTest {
  private static final int CHANNEL = 1;
  private static final int LONGEST = 100;

  private final MessageFrames frames = new MessageFrames(LONGEST);

  private static Frame header(long size, int flags, byte[] properties) {
    ByteBuffer payload = ByteBuffer.allocate(14 + properties.length);
    payload.putShort((short) 60).putShort((short) 0).putLong(size).putShort((short) flags);
    return new Frame(AMQP.FRAME_HEADER, CHANNEL, payload.put(properties).array());
  }

  private static BasicProperties read(Frame frame) throws IOException {
    return (AMQBasicProperties)
        AMQImpl.readContentHeaderFrom(
            new DataInputStream(new ByteArrayInputStream(frame.getPayload())));
  }

  private static long size(Frame frame) {
    return ByteBuffer.wrap(frame.getPayload()).getLong(4);
  }

  /** A table with one header of each type before the one that is wanted. */
  private static byte[] table(byte[] last) {
    ByteBuffer table = ByteBuffer.allocate(10_000);
    table.putInt(0);
    for (Map.Entry<Character, Integer> type :
        Map.of('V', 0, 't', 1, 's', 2, 'I', 4, 'D', 5, 'l', 8, 'd', 8, 'b', 1).entrySet()) {
      table.put((byte) 1).put((byte) 'n').put((byte) type.getKey().charValue());
      table.put(new byte[type.getValue()]);
    }
    for (char type : new char[] {'S', 'x', 'A', 'F'}) {
      table.put((byte) 1).put((byte) 'n').put((byte) type).putInt(3).put(new byte[] {1, 2, 3});
    }
    table.put(last);
    table.putInt(0, table.position() - 4);
    byte[] bytes = new byte[table.flip().remaining()];
    table.get(bytes);
    return bytes;
  }

  private static byte[] compression(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(17 + text.length)
        .put((byte) 11)
        .put("compression".getBytes(StandardCharsets.UTF_8))
        .put((byte) 'S')
        .putInt(text.length)
        .put(text)
        .array();
  }

  @Example
  void theHeaderThatSaysHowTheBodyIsCompressedIsLeft() throws IOException {
    Frame passed = frames.passed(header(7, 1 << 13, table(compression("application/x-bz2"))));

    assertEquals(7, size(passed));
    assertEquals(1, read(passed).getHeaders().size());
    assertEquals("application/x-bz2", read(passed).getHeaders().get("compression").toString());
  }

  @Property(tries = 2000)
  void whateverThePropertiesAreTheClientCanReadWhatIsLeft(
      @ForAll short flags, @ForAll byte[] properties) throws IOException {
    Frame passed = frames.passed(header(7, flags, properties));

    assertEquals(7, size(passed));
    assertNotNull(read(passed));
  }

  @Property(tries = 1000)
  void theSameWhereTheyBeginAsATable(@ForAll byte[] last) throws IOException {
    assertNotNull(read(frames.passed(header(7, 1 << 13, table(last)))));
  }

  @Example
  void aCompressionOfAThousandLettersIsNone() throws IOException {
    Frame passed = frames.passed(header(7, 1 << 13, table(compression("x".repeat(1000)))));

    assertTrue(read(passed).getHeaders().isEmpty());
  }

  @Example
  void aBodyThatIsTooLongIsLeftOut() throws IOException {
    assertNull(frames.passed(header(LONGEST + 1, 0, new byte[0])));
    assertNull(frames.passed(new Frame(AMQP.FRAME_BODY, CHANNEL, new byte[LONGEST])));
    Frame heartbeat = new Frame(AMQP.FRAME_HEARTBEAT, 0, new byte[0]);
    assertSame(heartbeat, frames.passed(heartbeat));
    Frame other = new Frame(AMQP.FRAME_BODY, CHANNEL + 1, new byte[1]);
    assertSame(other, frames.passed(other));
    Frame passed = frames.passed(new Frame(AMQP.FRAME_BODY, CHANNEL, new byte[1]));

    assertEquals(0, size(passed));
    assertEquals("101", read(passed).getHeaders().get("view-size").toString());
    assertEquals(64, read(passed).getHeaders().get("view-sha256").toString().length());
  }

  @Example
  void aChannelThatIsClosedInTheMiddleOfABodyLeavesNothingBehind() throws IOException {
    assertNull(frames.passed(header(LONGEST + 1, 0, new byte[0])));
    Frame close = new Frame(AMQP.FRAME_METHOD, CHANNEL, new byte[4]);
    assertSame(close, frames.passed(close));
    Frame next = new Frame(AMQP.FRAME_BODY, CHANNEL, new byte[1]);
    assertSame(next, frames.passed(next));
  }
}
