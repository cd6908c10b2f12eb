// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificates of a PEM bundle. */
public final class PemCertificates {
  private PemCertificates() {}

  /**
   * All certificates of a file, in its order, at least one.
   *
   * @throws IOException if the file cannot be read
   * @throws CertificateException if it holds something else, or none
   */
  public static List<X509Certificate> read(Path file) throws IOException, CertificateException {
    try (InputStream pem = Files.newInputStream(file)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (certificates.isEmpty()) {
        throw new CertificateException(file + " holds no certificate");
      }
      return certificates;
    }
  }
}
