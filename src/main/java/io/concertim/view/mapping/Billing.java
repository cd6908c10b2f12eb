// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Account;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Subscription;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The billing layer by what the cloud knows: stack ids and accounts. */
final class Billing {
  private final Map<String, Set<String>> subscriptionsByStack = new HashMap<>();
  private final Layers layers;

  Billing(Layers layers) {
    this.layers = layers;
    for (CustomField field : layers.facts(CustomField.class)) {
      if (field.objectType().equals("SUBSCRIPTION")
          && field.name().equals("openstack_stack_id")
          && isActive(field.objectId())) {
        subscriptionsByStack
            .computeIfAbsent(field.value(), stack -> new TreeSet<>())
            .add(field.objectId());
      }
    }
  }

  private boolean isActive(String subscriptionId) {
    return layers
        .fact(Subscription.class, subscriptionId)
        .filter(subscription -> "ACTIVE".equals(subscription.state()))
        .isPresent();
  }

  /** The ACTIVE subscriptions tagged with this stack, usually one. */
  Set<String> subscriptionsOf(String stackId) {
    return subscriptionsByStack.getOrDefault(stackId, Set.of());
  }

  /** The one ACTIVE subscription of this stack, or null when there is none or more than one. */
  String subscriptionOf(String stackId) {
    Set<String> found = subscriptionsOf(stackId);
    return found.size() == 1 ? found.iterator().next() : null;
  }

  /** What Kill Bill shows as the account's credit, or null. */
  BigDecimal creditOf(String accountId) {
    return layers.fact(Account.class, accountId).map(Account::credit).orElse(null);
  }
}
