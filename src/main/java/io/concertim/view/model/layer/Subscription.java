// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A Kill Bill subscription.
 *
 * @param state such as {@code ACTIVE} or {@code CANCELLED}
 */
public record Subscription(String id, String accountId, String state) implements Fact {
  public Subscription {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
  }
}
