// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The cloud's message queue.
 *
 * @param address host name or address
 * @param port port, 1 to 65535
 * @param username user that signs in
 * @param password password of that user
 * @param virtualHost virtual host as the broker names it, usually {@code /}
 * @param tls encryption; empty means a plain connection
 */
public record RabbitMqConfig(
    String address,
    int port,
    String username,
    Secret password,
    String virtualHost,
    Optional<Encryption> tls) {

  /**
   * An encrypted connection.
   *
   * @param trust how the broker's certificate is checked
   * @param client certificate this program shows to the broker; empty means none
   */
  public record Encryption(Tls trust, Optional<ClientCertificate> client) {}

  /**
   * A certificate and its private key, both PEM files.
   *
   * @param certificate file of the certificate
   * @param key file of the private key
   */
  public record ClientCertificate(Path certificate, Path key) {}
}
