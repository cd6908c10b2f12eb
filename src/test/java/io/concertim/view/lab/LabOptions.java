// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to start a lab.
 *
 * @param port 0 for any free one
 * @param dataFolder a folder with openstack.json, concertim.json and killbill.json; empty for the
 *     data set that ships with the lab
 * @param pageSize the most rows that Nova and Cinder give in one page
 * @param tokenLifetime of Keystone's and Concertim's tokens
 * @param latency by which every answer is late
 * @param tls serve HTTPS, with a certificate made for this lab
 */
public record LabOptions(
    int port,
    Optional<Path> dataFolder,
    int pageSize,
    Duration tokenLifetime,
    Duration latency,
    boolean tls) {

  /** A free port, the shipped data, pages of 1000 rows, tokens for a day, no latency, HTTP. */
  public static LabOptions defaults() {
    return new LabOptions(0, Optional.empty(), 1000, Duration.ofDays(1), Duration.ZERO, false);
  }

  public LabOptions withPort(int newPort) {
    return new LabOptions(newPort, dataFolder, pageSize, tokenLifetime, latency, tls);
  }

  public LabOptions withDataFolder(Path folder) {
    return new LabOptions(port, Optional.of(folder), pageSize, tokenLifetime, latency, tls);
  }

  public LabOptions withPageSize(int rows) {
    return new LabOptions(port, dataFolder, rows, tokenLifetime, latency, tls);
  }

  public LabOptions withTokenLifetime(Duration lifetime) {
    return new LabOptions(port, dataFolder, pageSize, lifetime, latency, tls);
  }

  public LabOptions withLatency(Duration delay) {
    return new LabOptions(port, dataFolder, pageSize, tokenLifetime, delay, tls);
  }

  public LabOptions withTls() {
    return new LabOptions(port, dataFolder, pageSize, tokenLifetime, latency, true);
  }
}
