// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How a server's certificate is checked; at most one of the three is set, none means the system's
 * trusted authorities and the host name.
 *
 * @param caFile PEM file with further authorities to trust
 * @param pinnedSha256 SHA-256 of the one certificate to accept, 64 lower-case hexadecimal digits
 * @param insecure whether any certificate is accepted
 */
public record Tls(Optional<Path> caFile, Optional<String> pinnedSha256, boolean insecure) {
  /** The system's trusted authorities and the host name. */
  public static final Tls VERIFIED = new Tls(Optional.empty(), Optional.empty(), false);

  /** Takes a fingerprint as people write it, with colons and upper case too. */
  public Tls {
    pinnedSha256 = pinnedSha256.map(pin -> pin.replace(":", "").toLowerCase(Locale.ROOT));
  }
}
