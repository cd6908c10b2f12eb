// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConverter;

/** Leaves bodies as bytes, whatever content type a message claims. */
public final class RawBodies implements MessageConverter {
  @Override
  public Object fromMessage(Message message) {
    return message.getBody();
  }

  @Override
  public Message toMessage(Object body, MessageProperties properties) {
    return new Message((byte[]) body, properties);
  }
}
