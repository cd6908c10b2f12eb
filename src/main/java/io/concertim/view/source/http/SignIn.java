// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.text.Redaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps what signing in gave and signs in again when it is due, once, however many calls want it at
 * the same time.
 *
 * @param <T> what signing in gives
 */
public final class SignIn<T extends SignIn.Session> {
  private final Clock clock;
  private final Supplier<T> signIn;
  private T session;

  /** What signing in gave. */
  public interface Session {
    /** What is sent with each call; secret. */
    String token();

    /** When to sign in again, on this machine's clock; null where the system does not say. */
    Instant renewAt();
  }

  /**
   * @param signIn signs in; throws {@link SourceException} or a Camel exception when refused
   */
  public SignIn(Clock clock, Supplier<T> signIn) {
    this.clock = clock;
    this.signIn = signIn;
  }

  /** The session, new if there is none or it is about to expire. */
  public synchronized T current() {
    if (session == null
        || (session.renewAt() != null && !clock.instant().isBefore(session.renewAt()))) {
      session = signIn.get();
      Redaction.hide(session.getClass().getName(), List.of(session.token()));
    }
    return session;
  }

  /** The session after a call with this token was refused; signs in unless another call did. */
  public synchronized T after(String refusedToken) {
    if (session != null && session.token().equals(refusedToken)) {
      session = null;
    }
    return current();
  }
}
