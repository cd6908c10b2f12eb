// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.ListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerTerminatedEvent;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes listener containers that no failure ends. After a missing queue, a missing permission, a
 * wrong password or a broker that is down they try again, first after a second, later every half
 * minute.
 */
public final class ResilientContainerFactory implements ListenerContainerFactory {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;

  private final ListenerContainerFactory usual = new DefaultListenerContainerFactory();
  private final Runnable consumerEnded;

  /**
   * @param consumerEnded run when the broker has ended our consumer, as it does when the queue is
   *     deleted
   */
  public ResilientContainerFactory(Runnable consumerEnded) {
    this.consumerEnded = consumerEnded;
  }

  @Override
  public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
    AbstractMessageListenerContainer container = usual.createListenerContainer(endpoint);
    container.setMissingQueuesFatal(false);
    container.setPossibleAuthenticationFailureFatal(false);
    container.setFailedDeclarationRetryInterval(FIRST_MILLIS);
    ExponentialBackOff backOff = new ExponentialBackOff(FIRST_MILLIS, 2);
    backOff.setMaxInterval(LONGEST_MILLIS);
    container.setRecoveryBackOff(backOff);
    container.setApplicationEventPublisher(
        event -> {
          if (event instanceof ListenerContainerConsumerTerminatedEvent) {
            consumerEnded.run();
          }
        });
    return container;
  }
}
