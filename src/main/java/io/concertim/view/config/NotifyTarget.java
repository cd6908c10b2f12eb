// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Who is told of changes: an HTTP address or an exchange of the message queue, never both.
 *
 * @param name letters, digits and hyphens
 * @param url where changes are posted to; empty for an exchange
 * @param exchange where changes are published; empty for an address
 * @param secret by which what is sent is signed; empty to sign nothing
 * @param kinds only changes of these kinds of objects; empty for all
 * @param teams only changes of these teams, by id or name; empty for all
 * @param statuses only changes to these statuses; empty for all changes
 * @param tls how the certificate of the address is checked
 */
public record NotifyTarget(
    String name,
    Optional<URI> url,
    Optional<String> exchange,
    Optional<Secret> secret,
    List<String> kinds,
    List<String> teams,
    List<String> statuses,
    Tls tls) {

  /** As the log and errors name it: by its place in the configuration. */
  public String key() {
    return "view.notify." + name;
  }
}
