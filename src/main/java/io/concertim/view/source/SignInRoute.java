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
      throw refused(system, answer.getException());
    }
    return answer.getMessage().getBody(type);
  }

  /**
   * What is not found or moved is the place to sign in at, not the object that is asked for. That
   * may not even be the cause: Camel's doCatch looks there too.
   */
  private static RuntimeException refused(String system, Exception failure) {
    RuntimeException explained = CallFailures.explained(system, failure);
    return explained instanceof SourceException
        ? explained
        : new SourceException(explained.getMessage() + " (signing in)", explained.getCause());
  }
}
