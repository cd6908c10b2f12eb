// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.net.ssl.HandshakeCompletedEvent;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on the certificates that a database has shown. pgjdbc gives out no TLS session, but takes
 * the class of a socket factory, with a text: the key of who gets the certificates of its
 * connections. What is trusted is decided by pgjdbc's own factories.
 */
final class ShownCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(ShownCertificates.class);

  private static final Map<String, Consumer<X509Certificate[]>> RECEIVERS =
      new ConcurrentHashMap<>();

  private ShownCertificates() {}

  /**
   * The key of a new receiver, for the property {@code sslfactoryarg}.
   *
   * @param receiver is called by other threads, right after each handshake
   */
  static String handTo(Consumer<X509Certificate[]> receiver) {
    String key = UUID.randomUUID().toString();
    RECEIVERS.put(key, receiver);
    return key;
  }

  /** Hands on nothing more. */
  static void forget(String key) {
    RECEIVERS.remove(key);
  }

  /** Trusts what files say, as libpq does, or anyone, as {@code sslmode} says. */
  public static final class ByFiles extends LibPQFactory {
    private final Properties settings;

    /** Called by pgjdbc, for each connection. */
    public ByFiles(Properties settings) throws PSQLException {
      super(settings);
      this.settings = settings;
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
        throws IOException {
      return watched(super.createSocket(plain, host, port, autoClose), settings);
    }
  }

  /** Trusts whom Java trusts. */
  public static final class ByJava extends DefaultJavaSSLFactory {
    private final Properties settings;

    /** Called by pgjdbc, for each connection. */
    public ByJava(Properties settings) {
      super(settings);
      this.settings = settings;
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
        throws IOException {
      return watched(super.createSocket(plain, host, port, autoClose), settings);
    }
  }

  private static Socket watched(Socket made, Properties settings) {
    Consumer<X509Certificate[]> receiver =
        RECEIVERS.getOrDefault(PGProperty.SSL_FACTORY_ARG.getOrDefault(settings), chain -> {});
    ((SSLSocket) made).addHandshakeCompletedListener(shown -> handOn(shown, receiver));
    return made;
  }

  private static void handOn(HandshakeCompletedEvent shown, Consumer<X509Certificate[]> receiver) {
    try {
      Object[] chain = shown.getPeerCertificates();
      receiver.accept(Arrays.copyOf(chain, chain.length, X509Certificate[].class));
    } catch (SSLPeerUnverifiedException e) {
      LOG.debug("the database has shown no certificate", e);
    }
  }
}
