// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Frame;
import io.concertim.view.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The input is what a broker sends: frames, each with a byte for type and channel, two bytes for
 * the length, and the payload. The client can read every content header that is left.
 */
public final class MessageFramesFuzz implements FuzzTarget {
  private static final int LONGEST = 200;
  private static final int[] TYPES = {
    AMQP.FRAME_HEADER, AMQP.FRAME_BODY, AMQP.FRAME_METHOD, AMQP.FRAME_HEARTBEAT
  };

  @Override
  public void accept(byte[] input) throws IOException {
    MessageFrames frames = new MessageFrames(LONGEST);
    ByteBuffer left = ByteBuffer.wrap(input);
    while (left.remaining() >= 3) {
      int first = left.get();
      byte[] payload = new byte[Math.min(left.getShort() & 0xffff, left.remaining())];
      left.get(payload);
      Frame frame = new Frame(TYPES[first & 3], first >> 2 & 3, payload);
      try {
        Frame passed = frames.passed(frame);
        if (passed != null && passed.getType() == AMQP.FRAME_HEADER) {
          isReadable(passed.getPayload());
        }
      } catch (IOException e) {
        assertNotNull(e.getMessage());
      }
    }
  }

  private static void isReadable(byte[] header) throws IOException {
    assertTrue(ByteBuffer.wrap(header).getLong(4) <= LONGEST);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(header))) {
      int type = in.readShort();
      if (type == 60) { // a message's; of another class the client says that it knows none
        in.reset();
        assertNotNull(AMQImpl.readContentHeaderFrom(in));
      }
    }
  }
}
