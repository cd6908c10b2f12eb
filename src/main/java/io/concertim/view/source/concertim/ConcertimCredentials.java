package io.concertim.view.source.concertim;

import io.concertim.view.config.ConcertimConfig;
import io.concertim.view.source.Credentials;
import io.concertim.view.source.SignIn;
import io.concertim.view.source.SignInRoute;
import io.concertim.view.source.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Signs in to Concertim and keeps the token until it is refused (concertim-api.md section 0). */
public final class ConcertimCredentials implements Credentials {
  /** The path below the portal's address at which one signs in. */
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
    call.setHeader("CamelHttpUri", config.url() + path);
    call.setHeader(AUTHORIZATION, signIn.current().token());
  }

  @Override
  public boolean renew(Message call) {
    call.setHeader(
        AUTHORIZATION, signIn.after(call.getHeader(AUTHORIZATION, String.class)).token());
    return true;
  }

  /** The body of the sign-in call; it carries no token, or the portal refuses (section 0). */
  public Map<String, Object> request(Exchange exchange) {
    exchange.getMessage().setHeader("CamelHttpUri", config.url() + SIGN_IN);
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
