package io.concertim.view.source.killbill;

import io.concertim.view.config.KillBillConfig;
import io.concertim.view.source.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.apache.camel.Message;

/** Basic authentication and the tenant's keys on every call (killbill.md). */
public final class KillBillCredentials implements Credentials {
  private final KillBillConfig config;

  public KillBillCredentials(KillBillConfig config) {
    this.config = config;
  }

  @Override
  public void sign(Message call, String service, String path) {
    call.setHeader("CamelHttpUri", config.url() + path);
    headers(config).forEach(call::setHeader);
  }

  /** What is sent with every call; secret. */
  public static Map<String, String> headers(KillBillConfig config) {
    String login = config.username() + ":" + config.password().reveal();
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    return Map.of(
        "Authorization", "Basic " + basic,
        "X-Killbill-ApiKey", config.apiKey().reveal(),
        "X-Killbill-ApiSecret", config.apiSecret().reveal());
  }

  @Override
  public boolean renew(Message call) {
    return false;
  }
}
