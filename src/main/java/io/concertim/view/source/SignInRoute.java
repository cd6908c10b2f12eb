package io.concertim.view.source;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Runs the route that signs in to a system. */
public final class SignInRoute {
  private SignInRoute() {}

  /**
   * What the route ends with.
   *
   * @throws SourceException if signing in failed, in one line
   */
  public static <T> T run(ProducerTemplate template, String system, Class<T> type) {
    Exchange answer =
        template.request(
            "direct:" + system + "-sign-in", exchange -> exchange.setProperty("system", system));
    if (answer.getException() != null) {
      throw CallFailures.explained(system, answer, answer.getException());
    }
    return answer.getMessage().getBody(type);
  }
}
