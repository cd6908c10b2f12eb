package io.concertim.view.model.layer;

/**
 * A Kill Bill subscription.
 *
 * @param state such as {@code ACTIVE} or {@code CANCELLED}
 */
public record Subscription(String id, String accountId, String state) implements Fact {}
