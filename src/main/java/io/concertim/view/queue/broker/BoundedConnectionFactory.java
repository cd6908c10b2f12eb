// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import java.io.IOException;
import java.net.Socket;

/** Makes connections over which messages come as {@link MessageFrames} leaves them. */
final class BoundedConnectionFactory extends ConnectionFactory {
  private final long longestBody;

  /**
   * @param longestBody in bytes; messages with a longer one arrive with an empty one
   */
  BoundedConnectionFactory(long longestBody) {
    this.longestBody = longestBody;
  }

  @Override
  protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
    return new SocketFrameHandlerFactory(
        getConnectionTimeout(), getSocketFactory(), getSocketConfigurator(), isSSL()) {
      @Override
      public FrameHandler create(Socket socket) throws IOException {
        return new BoundedFrames(socket, new MessageFrames(longestBody));
      }
    };
  }

  private static final class BoundedFrames extends SocketFrameHandler {
    private final MessageFrames messages;

    BoundedFrames(Socket socket, MessageFrames messages) throws IOException {
      super(socket);
      this.messages = messages;
    }

    @Override
    public Frame readFrame() throws IOException {
      for (Frame frame = super.readFrame(); frame != null; frame = super.readFrame()) {
        Frame passed = messages.passed(frame);
        if (passed != null) {
          return passed;
        }
      }
      return null; // nothing came in time
    }
  }
}
