// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;

/** Checks what a schema cannot say of a TLS block: which keys go together, and the files. */
final class TlsCheck {
  private final Path directory;
  private final Mistakes mistakes;

  /**
   * @param directory what a relative file is relative to
   */
  TlsCheck(Path directory, Mistakes mistakes) {
    this.directory = directory;
    this.mistakes = mistakes;
  }

  /** Checks the part that every system's TLS block has. */
  void trust(String system, Block tls) {
    List<String> ways = new ArrayList<>();
    if (tls.has("ca_file")) {
      ways.add("ca_file");
      authorities(system + ".tls.ca_file", directory.resolve(tls.text("ca_file")));
    }
    if (tls.has("pinned_sha256")) {
      ways.add("pinned_sha256");
    }
    if (tls.flag("insecure")) {
      ways.add("insecure");
    }
    if (ways.size() > 1) {
      mistakes.add(
          system + ".tls",
          "expected one way to check the certificate, found %s; keep the first"
              .formatted(String.join(" and ", ways)));
    }
  }

  /** Checks what only the message queue's TLS block has. */
  void client(Block tls) {
    if (tls.exists() && !tls.has("enabled")) {
      mistakes.add(
          "rmq.tls.enabled",
          "expected true, or false for a plain connection, found nothing; add the key");
    }
    pair(tls, "client_certificate", "client_key");
    pair(tls, "client_key", "client_certificate");
  }

  private void pair(Block tls, String key, String other) {
    if (tls.has(key) && !tls.has(other)) {
      mistakes.add(
          "rmq.tls." + other, "expected the file that belongs to %s, found nothing".formatted(key));
    }
    if (tls.has(key)) {
      readable("rmq.tls." + key, directory.resolve(tls.text(key)));
    }
  }

  private boolean readable(String key, Path file) {
    boolean readable = Files.isRegularFile(file) && Files.isReadable(file);
    if (!readable) {
      mistakes.add(key, "expected a readable file, found none at " + file);
    }
    return readable;
  }

  private void authorities(String key, Path file) {
    if (readable(key, file)) {
      try {
        PemCertificates.read(file);
      } catch (IOException | CertificateException e) {
        mistakes.add(key, "expected a PEM file with certificates, found something else in " + file);
      }
    }
  }
}
