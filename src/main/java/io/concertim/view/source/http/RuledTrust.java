// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Applies one rule to a server's certificate, however the connection to it is made. */
final class RuledTrust extends X509ExtendedTrustManager {

  /** Decides on a server's certificate. */
  interface Rule {
    /**
     * Returns if the certificate is accepted.
     *
     * @param certificate the server's own certificate
     * @param usual the check against the trusted authorities, and of the host name where it applies
     */
    void check(X509Certificate certificate, UsualCheck usual) throws CertificateException;
  }

  /** The check that a rule may leave out, explain or replace. */
  interface UsualCheck {
    void run() throws CertificateException;
  }

  private final X509ExtendedTrustManager authorities;
  private final Rule rule;
  private final Consumer<X509Certificate[]> accepted;

  /**
   * @param accepted is given the certificates of each server that is accepted
   */
  RuledTrust(
      X509ExtendedTrustManager authorities, Rule rule, Consumer<X509Certificate[]> accepted) {
    this.authorities = authorities;
    this.rule = rule;
    this.accepted = accepted;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, () -> authorities.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(chain, () -> authorities.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(chain, () -> authorities.checkServerTrusted(chain, type, engine));
  }

  private void check(X509Certificate[] chain, UsualCheck usual) throws CertificateException {
    rule.check(chain[0], usual);
    accepted.accept(chain);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this program has no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
