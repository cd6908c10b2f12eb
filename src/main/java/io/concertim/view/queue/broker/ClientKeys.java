// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import io.concertim.view.config.PemCertificates;
import io.concertim.view.config.RabbitMqConfig.ClientCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** The certificate that we show to the broker, from its two PEM files. */
final class ClientKeys {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  private ClientKeys() {}

  /**
   * The key managers that present the certificate.
   *
   * @throws GeneralSecurityException if a file holds something else
   */
  static KeyManager[] of(ClientCertificate client) throws GeneralSecurityException, IOException {
    char[] none = new char[0];
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, none);
    Certificate[] chain = PemCertificates.read(client.certificate()).toArray(new Certificate[0]);
    store.setKeyEntry("client", key(client.key()), none, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
    Matcher pem = KEY.matcher(Files.readString(file));
    if (!pem.find()) {
      throw new InvalidKeyException(
          file
              + " holds no unencrypted PKCS #8 private key; make one with: openssl pkcs8 -topk8"
              + " -nocrypt");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    InvalidKeyException refused =
        new InvalidKeyException(file + " holds a key that is none of RSA, EC and Ed25519");
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        refused.addSuppressed(e); // perhaps a key of the next kind
      }
    }
    throw refused;
  }
}
