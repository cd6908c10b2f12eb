// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When the certificates end that the systems have shown last. Safe for use by several threads. */
public final class CertificateDates {
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();

  /**
   * Notes the certificates of a connection that was accepted.
   *
   * @param system the system's name in the configuration file
   */
  public void shown(String system, X509Certificate[] chain) {
    ends.put(system, end(chain));
  }

  /** When the first certificate of a chain ends. */
  public static Instant end(X509Certificate[] chain) {
    return Arrays.stream(chain)
        .map(certificate -> certificate.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  /**
   * When the first certificate of those that the system has shown last ends; empty if it has shown
   * none.
   */
  public Optional<Instant> end(String system) {
    return Optional.ofNullable(ends.get(system));
  }
}
