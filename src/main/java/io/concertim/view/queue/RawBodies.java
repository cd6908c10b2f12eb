package io.concertim.view.queue;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConverter;

/** Leaves bodies as they are: whatever a message says that it is, nothing is made of it. */
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
