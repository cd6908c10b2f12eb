package io.concertim.view.queue;

import org.apache.camel.component.springrabbit.DefaultListenerContainerFactory;
import org.apache.camel.component.springrabbit.ListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Makes containers that no failure ends: a missing queue, a missing permission, a wrong password or
 * a broker that is down is tried again, at first after a second, then up to every half minute.
 */
public final class PatientContainers implements ListenerContainerFactory {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;

  private final ListenerContainerFactory usual = new DefaultListenerContainerFactory();

  @Override
  public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
    AbstractMessageListenerContainer container = usual.createListenerContainer(endpoint);
    container.setMissingQueuesFatal(false);
    container.setPossibleAuthenticationFailureFatal(false);
    container.setFailedDeclarationRetryInterval(FIRST_MILLIS);
    ExponentialBackOff backOff = new ExponentialBackOff(FIRST_MILLIS, 2);
    backOff.setMaxInterval(LONGEST_MILLIS);
    container.setRecoveryBackOff(backOff);
    return container;
  }
}
