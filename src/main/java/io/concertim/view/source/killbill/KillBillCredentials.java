// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.killbill;

import io.concertim.view.config.KillBillConfig;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.Credentials;
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
    address(config).below(path).of(call);
    headers(config).forEach(call::setHeader);
  }

  /** Where Kill Bill is. */
  public static CallAddress address(KillBillConfig config) {
    return CallAddress.of("killbill", config.url());
  }

  /** What is sent with every call; secret. */
  public static Map<String, String> headers(KillBillConfig config) {
    return Map.of(
        "Authorization", "Basic " + config.basic().reveal(),
        "X-Killbill-ApiKey", config.apiKey().reveal(),
        "X-Killbill-ApiSecret", config.apiSecret().reveal());
  }

  @Override
  public boolean renew(Message call) {
    return false;
  }
}
