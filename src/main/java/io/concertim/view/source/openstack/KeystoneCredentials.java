// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.OpenStackConfig;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.Credentials;
import io.concertim.view.source.http.SignIn;
import io.concertim.view.source.http.SignInRoute;
import io.concertim.view.source.http.SourceException;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;

/** Signs in to Keystone by password, and again shortly before the token expires. */
public final class KeystoneCredentials implements Credentials {
  private static final String TOKEN = "X-Auth-Token";

  private final OpenStackConfig config;
  private final Clock clock;
  private final PlainEndpoints plain;
  private final SignIn<KeystoneSession> signIn;

  /**
   * @param requireHttps whether an address of the catalog without TLS is refused
   */
  public KeystoneCredentials(
      OpenStackConfig config, boolean requireHttps, ProducerTemplate template, Clock clock) {
    this.config = config;
    this.plain = new PlainEndpoints(config.authUrl(), requireHttps);
    this.clock = clock;
    this.signIn =
        new SignIn<>(clock, () -> SignInRoute.run(template, "openstack", KeystoneSession.class));
  }

  @Override
  public void sign(Message call, String service, String path) {
    KeystoneSession session = signIn.current();
    String address = plain.checked(service, session.endpoint(service));
    CallAddress.of("openstack", address).below(path).of(call);
    call.setHeader(TOKEN, session.token());
  }

  @Override
  public boolean renew(Message call) {
    call.setHeader(TOKEN, signIn.after(call.getHeader(TOKEN, String.class)).token());
    return true;
  }

  /** The body of the sign-in call. */
  public Map<String, Object> request(Exchange exchange) {
    CallAddress.of("openstack", config.authUrl()).below("/auth/tokens").of(exchange.getMessage());
    return config.login().asRequest();
  }

  /** The session that Keystone's answer opens. */
  public Object accept(@Header("X-Subject-Token") String token, @Body JsonNode body) {
    if (token == null) {
      throw new SourceException(
          "openstack: Keystone answered without a token; is auth_url its address?");
    }
    return KeystoneSession.of(
            token,
            new Row(body),
            clock.instant(),
            config.region().orElse(null),
            config.endpointInterface())
        .requireAdmin();
  }
}
