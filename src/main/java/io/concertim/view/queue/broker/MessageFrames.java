// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.impl.Frame;
import io.concertim.view.text.Sha256;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Removes from each message what is not used, before the client decodes anything. What is left is
 * the body up to a limit, and the name of its compression. Publishers choose the properties, and
 * some properties make the client close the connection (CVE-2026-69220, CVE-2026-59404).
 *
 * <p>A message with a longer body arrives with an empty one, with the headers {@link #SIZE} and
 * {@link #SHA256} of the body that was left out. Not safe for use by several threads.
 */
final class MessageFrames {
  /** The header in which kombu says by what it compressed the body. */
  static final String COMPRESSION = "compression";

  /** The header with the number of bytes of the body that was left out. */
  static final String SIZE = "view-size";

  /** The header that has the SHA-256 of the body that was left out, in hexadecimal. */
  static final String SHA256 = "view-sha256";

  private static final int LONGEST_NAME = 255;

  /** Bytes of a content header before the properties: class, weight, size of the body, flags. */
  private static final int FIXED_PART = 14;

  private static final int MORE_FLAGS = 1;
  private static final int CONTENT_TYPE = 1 << 15;
  private static final int CONTENT_ENCODING = 1 << 14;
  private static final int HEADERS = 1 << 13;

  private final long longestBody;
  private final Map<Integer, TooLong> tooLong = new HashMap<>();

  /**
   * @param longestBody in bytes; of longer bodies nothing is kept in memory
   */
  MessageFrames(long longestBody) {
    this.longestBody = longestBody;
  }

  /** A message whose body is being left out. */
  private static final class TooLong {
    private final ByteBuffer start;
    private final long size;
    private final MessageDigest digest = Sha256.digest();
    private long left;

    TooLong(ByteBuffer start, long size) {
      this.start = start;
      this.size = size;
      this.left = size;
    }

    /** Whether the part was the last. */
    boolean ends(byte[] part) {
      digest.update(part);
      left -= part.length;
      return left <= 0;
    }
  }

  /**
   * What the client sees instead of the frame; null if it sees nothing yet.
   *
   * @throws IOException if no message can be told from it, so that the connection has to end
   */
  Frame passed(Frame frame) throws IOException {
    return switch (frame.getType()) {
      case AMQP.FRAME_HEADER -> header(frame);
      case AMQP.FRAME_BODY -> body(frame);
      case AMQP.FRAME_METHOD -> {
        tooLong.remove(frame.getChannel()); // the channel is being closed
        yield frame;
      }
      default -> frame;
    };
  }

  private Frame header(Frame frame) throws IOException {
    if (frame.getPayload().length < FIXED_PART) {
      throw new MalformedFrameException("a content header ends within its fixed part");
    }
    ByteBuffer payload = ByteBuffer.wrap(frame.getPayload());
    ByteBuffer start = payload.slice(0, 4); // class and weight
    long size = payload.getLong(4);
    if (size > longestBody) {
      tooLong.put(frame.getChannel(), new TooLong(start, size));
      return null;
    }
    String compression = compression(payload.position(12));
    return header(
        frame.getChannel(),
        start,
        size,
        compression == null ? Map.of() : Map.of(COMPRESSION, compression));
  }

  private Frame body(Frame frame) {
    TooLong message = tooLong.get(frame.getChannel());
    if (message == null) {
      return frame;
    }
    if (!message.ends(frame.getPayload())) {
      return null;
    }
    tooLong.remove(frame.getChannel());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SIZE, Long.toString(message.size));
    headers.put(SHA256, HexFormat.of().formatHex(message.digest.digest()));
    return header(frame.getChannel(), message.start, 0, headers);
  }

  /** A content header with these headers and no other property. */
  private static Frame header(
      int channel, ByteBuffer start, long size, Map<String, String> headers) {
    ByteBuffer table = ByteBuffer.allocate(headers.size() * 1024);
    headers.forEach(
        (name, value) -> {
          byte[] key = name.getBytes(StandardCharsets.UTF_8);
          byte[] text = value.getBytes(StandardCharsets.UTF_8);
          table.put((byte) key.length).put(key).put((byte) 'S').putInt(text.length).put(text);
        });
    table.flip();
    ByteBuffer payload = ByteBuffer.allocate(18 + table.remaining());
    payload.put(start.duplicate()).putLong(size).putShort((short) HEADERS);
    payload.putInt(table.remaining()).put(table);
    return new Frame(AMQP.FRAME_HEADER, channel, payload.array());
  }

  /** The text of this header of a message; null if the header is missing or not a text. */
  private static String compression(ByteBuffer properties) {
    try {
      int flags = properties.getShort() & 0xffff;
      if ((flags & HEADERS) == 0 || (flags & MORE_FLAGS) != 0) {
        return null;
      }
      if ((flags & CONTENT_TYPE) != 0) {
        part(properties, properties.get() & 0xff);
      }
      if ((flags & CONTENT_ENCODING) != 0) {
        part(properties, properties.get() & 0xff);
      }
      ByteBuffer table = part(properties, properties.getInt());
      while (table.hasRemaining()) {
        String name = text(part(table, table.get() & 0xff));
        byte type = table.get();
        ByteBuffer value = part(table, length(type, table));
        if (name.equals(COMPRESSION)) {
          return type == 'S' && value.remaining() <= LONGEST_NAME ? text(value) : null;
        }
      }
      return null;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return null; // whatever it is, it is no header of kombu's
    }
  }

  private static ByteBuffer part(ByteBuffer from, int length) {
    ByteBuffer part = from.slice(from.position(), length);
    from.position(from.position() + length);
    return part;
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes).toString();
  }

  /** The length of a value of a type, as RabbitMQ writes them; values in it are not looked at. */
  private static int length(byte type, ByteBuffer table) {
    return switch (type) {
      case 'V' -> 0;
      case 't', 'b', 'B' -> 1;
      case 's', 'u' -> 2;
      case 'I', 'i', 'f' -> 4;
      case 'D' -> 5;
      case 'l', 'd', 'T' -> 8;
      case 'S', 'x', 'A', 'F' -> table.getInt();
      default -> throw new IndexOutOfBoundsException("no type of a value");
    };
  }
}
