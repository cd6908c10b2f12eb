// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The live tokens of one issuer, each standing for a holder. */
final class Tokens<T> {
  private final Duration lifetime;
  private final Map<String, Issued<T>> issued = new ConcurrentHashMap<>();

  Tokens(Duration lifetime) {
    this.lifetime = lifetime;
  }

  String issue(String prefix, T holder) {
    String token = prefix + UUID.randomUUID().toString().replace("-", "");
    issued.put(token, new Issued<>(holder, expiryOfNew()));
    return token;
  }

  /** A token that has expired already. */
  String issueExpired(String prefix, T holder) {
    String token = issue(prefix, holder);
    issued.put(token, new Issued<>(holder, Instant.EPOCH));
    return token;
  }

  /** When a token that is issued now will expire. */
  Instant expiryOfNew() {
    return Instant.now().plus(lifetime);
  }

  /** The holder of a token that was neither revoked nor has expired. */
  Optional<T> holder(String token) {
    return Optional.ofNullable(issued.get(token))
        .filter(known -> Instant.now().isBefore(known.expires()))
        .map(Issued::holder);
  }

  /** Whether the token was issued here and not revoked, though it may have expired. */
  boolean knows(String token) {
    return issued.containsKey(token);
  }

  void revokeAll() {
    issued.clear();
  }

  private record Issued<T>(T holder, Instant expires) {}
}
