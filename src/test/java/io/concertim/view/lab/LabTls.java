// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.sun.net.httpserver.HttpsConfigurator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate for the loopback address, made with the JDK's keytool. */
public final class LabTls {
  private static final String ALIAS = "lab";
  private static final String PASSWORD = "lab-key-store";

  private final KeyStore keyStore;
  private final Path caFile;

  private LabTls(KeyStore keyStore, Path caFile) {
    this.keyStore = keyStore;
    this.caFile = caFile;
  }

  /** Makes the certificate; the files are in {@code folder}. */
  public static LabTls create(Path folder) {
    try {
      Path file = folder.resolve("lab.p12");
      makeKeyStore(file);
      KeyStore keyStore = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keyStore.load(in, PASSWORD.toCharArray());
      }
      Path caFile = folder.resolve("ca.pem");
      Files.writeString(caFile, pem("CERTIFICATE", keyStore.getCertificate(ALIAS).getEncoded()));
      LabTls made = new LabTls(keyStore, caFile);
      Files.createFile(
          made.keyFile(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      byte[] key = keyStore.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded();
      Files.writeString(made.keyFile(), pem("PRIVATE KEY", key));
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate for the lab", e);
    }
  }

  /** The certificate as PEM. */
  public Path caFile() {
    return caFile;
  }

  /** The certificate. */
  public X509Certificate certificate() {
    try {
      return (X509Certificate) keyStore.getCertificate(ALIAS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key as PEM, which nobody else may read. */
  public Path keyFile() {
    return caFile.resolveSibling("key.pem");
  }

  /** SHA-256 of the certificate's DER form, as 64 lower-case hexadecimal digits. */
  String pin() {
    try {
      byte[] der = certificate().getEncoded();
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpsConfigurator configurator() {
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return new HttpsConfigurator(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes the files. */
  public void delete() {
    try {
      Files.deleteIfExists(caFile);
      Files.deleteIfExists(caFile.resolveSibling("lab.p12"));
      Files.deleteIfExists(keyFile());
      Files.deleteIfExists(caFile.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makeKeyStore(Path file) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-validity",
            "3650",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString());
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool was running", e);
    }
  }

  private static String pem(String kind, byte[] content) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(kind, lines.encodeToString(content));
  }
}
