// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The billing application.
 *
 * @param url address without a trailing slash
 * @param username user of the basic authentication
 * @param password password of that user
 * @param apiKey key of the tenant
 * @param apiSecret secret of the tenant
 * @param planName plan of a cluster's subscription
 * @param tls how the certificate is checked
 */
public record KillBillConfig(
    URI url,
    String username,
    Secret password,
    Secret apiKey,
    Secret apiSecret,
    String planName,
    Tls tls) {

  /** User and password as basic authentication sends them (RFC 7617), without the word Basic. */
  public Secret basic() {
    String login = username + ":" + password.reveal();
    return new Secret(Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }
}
