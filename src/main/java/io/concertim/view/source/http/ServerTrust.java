// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import io.concertim.view.config.PemCertificates;
import io.concertim.view.config.Tls;
import io.concertim.view.source.http.RuledTrust.UsualCheck;
import io.concertim.view.text.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules by which a system's certificate is accepted; a refusal says what to do. */
public final class ServerTrust {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTrust.class);

  private ServerTrust() {}

  /**
   * The trust manager that the configuration asks for; warns in the log if it trusts anyone.
   *
   * @param system the system's name in the configuration file, for the log and for errors
   * @param tls how its certificate is checked
   * @param dates where it is noted when the accepted certificates end
   * @throws GeneralSecurityException if the file with the trusted authorities cannot be used
   */
  public static X509ExtendedTrustManager of(String system, Tls tls, CertificateDates dates)
      throws GeneralSecurityException {
    return new RuledTrust(
        authorities(system, tls.caFile()), rule(system, tls), chain -> dates.shown(system, chain));
  }

  private static RuledTrust.Rule rule(String system, Tls tls) {
    if (tls.insecure()) {
      LOG.warn(
          "INSECURE: {}.tls.insecure is set, so the certificate of {} is not checked;"
              + " whoever sits between can read the passwords",
          system,
          system);
      return (certificate, usual) -> {};
    }
    if (tls.pinnedSha256().isPresent()) {
      String pin = tls.pinnedSha256().get();
      return (certificate, usual) -> requirePin(system, pin, Sha256.hex(certificate.getEncoded()));
    }
    return (certificate, usual) ->
        requireTrust(system, Sha256.hex(certificate.getEncoded()), usual);
  }

  private static void requirePin(String system, String pin, String found)
      throws CertificateException {
    if (!found.equals(pin)) {
      throw new CertificateException(
          ("the certificate of %1$s has the SHA-256 %2$s, not the one in %1$s.tls.pinned_sha256;"
                  + " if it was renewed, compare the new one on the server and change the key")
              .formatted(system, found));
    }
  }

  private static void requireTrust(String system, String found, UsualCheck usual)
      throws CertificateException {
    try {
      usual.run();
    } catch (CertificateException e) {
      throw new CertificateException(
          ("the certificate of %1$s is not trusted: %2$s; set %1$s.tls.ca_file to the authority"
                  + " that signed it, or, if its name is wrong, %1$s.tls.pinned_sha256 to its"
                  + " SHA-256, which here is %3$s: compare it on the server")
              .formatted(system, e.getMessage(), found),
          e);
    }
  }

  private static X509ExtendedTrustManager authorities(String system, Optional<Path> caFile)
      throws GeneralSecurityException {
    X509ExtendedTrustManager trusted = trustManager(null);
    return caFile.isPresent()
        ? trustManager(keyStore(trusted.getAcceptedIssuers(), read(system, caFile.get())))
        : trusted;
  }

  private static List<X509Certificate> read(String system, Path caFile)
      throws GeneralSecurityException {
    try {
      return PemCertificates.read(caFile);
    } catch (IOException e) {
      throw new GeneralSecurityException(
          "%s.tls.ca_file cannot be read: %s".formatted(system, e.getMessage()), e);
    }
  }

  private static KeyStore keyStore(X509Certificate[] system, List<X509Certificate> added)
      throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (X509Certificate certificate : system) {
        store.setCertificateEntry("system-" + store.size(), certificate);
      }
      for (X509Certificate certificate : added) {
        store.setCertificateEntry("added-" + store.size(), certificate);
      }
      return store;
    } catch (IOException e) {
      throw new GeneralSecurityException("no key store in memory", e);
    }
  }

  /** Trusts what the store holds, or what the system trusts if the store is null. */
  private static X509ExtendedTrustManager trustManager(KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }
}
