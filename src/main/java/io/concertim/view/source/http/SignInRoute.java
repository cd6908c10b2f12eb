// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Runs the route that signs in to a system. */
public final class SignInRoute {
  private SignInRoute() {}

  /**
   * The body with which the route ends.
   *
   * @throws SourceException if signing in failed, in one line
   */
  public static <T> T run(ProducerTemplate template, String system, Class<T> type) {
    Exchange answer =
        template.request(
            "direct:" + system + "-sign-in", exchange -> exchange.setProperty("system", system));
    if (answer.getException() != null) {
      throw refused(system, answer.getException());
    }
    return answer.getMessage().getBody(type);
  }

  /**
   * A 404 or redirection of the sign-in must not look like a missing object. Camel's doCatch also
   * matches causes, so that cause is dropped.
   */
  private static RuntimeException refused(String system, Exception failure) {
    RuntimeException explained = CallFailures.explained(system, failure);
    return explained instanceof SourceException
        ? explained
        : new SourceException(explained.getMessage() + " (signing in)", explained.getCause());
  }
}
