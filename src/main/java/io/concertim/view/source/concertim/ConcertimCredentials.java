// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import io.concertim.view.config.ConcertimConfig;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.Credentials;
import io.concertim.view.source.http.SignIn;
import io.concertim.view.source.http.SignInRoute;
import io.concertim.view.source.http.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Signs in to Concertim and keeps the token until it is refused (concertim-api.md section 0). */
public final class ConcertimCredentials implements Credentials {
  /** The path of the sign-in, below the portal's address. */
  public static final String SIGN_IN = "/users/sign_in.json";

  private static final String AUTHORIZATION = "Authorization";

  private final ConcertimConfig config;
  private final SignIn<Session> signIn;

  private record Session(String token) implements SignIn.Session {
    @Override
    public Instant renewAt() {
      return null;
    }

    @Override
    public String toString() {
      return "Session[***]";
    }
  }

  public ConcertimCredentials(ConcertimConfig config, ProducerTemplate template, Clock clock) {
    this.config = config;
    this.signIn = new SignIn<>(clock, () -> SignInRoute.run(template, "concertim", Session.class));
  }

  @Override
  public void sign(Message call, String service, String path) {
    address(config).below(path).of(call);
    call.setHeader(AUTHORIZATION, signIn.current().token());
  }

  @Override
  public boolean renew(Message call) {
    call.setHeader(
        AUTHORIZATION, signIn.after(call.getHeader(AUTHORIZATION, String.class)).token());
    return true;
  }

  /** Where the portal is. */
  public static CallAddress address(ConcertimConfig config) {
    return CallAddress.of("concertim", config.url());
  }

  /**
   * The body of the sign-in call; it carries no token, or the portal refuses (concertim-api.md
   * section 1).
   */
  public Map<String, Object> request(Exchange exchange) {
    address(config).below(SIGN_IN).of(exchange.getMessage());
    return signIn(config);
  }

  /** The body of a sign-in; it holds the password. */
  public static Map<String, Object> signIn(ConcertimConfig config) {
    return Map.of(
        "user", Map.of("login", config.username(), "password", config.password().reveal()));
  }

  /** The session that the answer opens: the token comes in its Authorization header. */
  public Object accept(@Header(AUTHORIZATION) String token) {
    if (token == null || token.isBlank()) {
      throw new SourceException(
          "concertim: the sign-in was answered without a token; is concertim_url the portal?");
    }
    return new Session(token);
  }
}
