// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cloud, a portal and a billing application in this JVM: one HTTP server on the loopback address
 * with /concertim, /keystone, /nova, /heat, /cinder, /neutron and /killbill over one small data
 * set.
 */
public final class EmbeddedLab implements AutoCloseable {
  private final World world;
  private final CallLog calls = new CallLog();
  private final Faults faults = new Faults();
  private final CatalogOddities catalog = new CatalogOddities();
  private final PortalLoad portalLoad = new PortalLoad();
  private final Tokens<Session> cloudTokens;
  private final Tokens<String> portalTokens;
  private final Optional<LabTls> tls;
  private final LabServer server;

  private EmbeddedLab(LabOptions options) {
    world = options.dataFolder().map(World::in).orElseGet(World::shipped);
    cloudTokens = new Tokens<>(options.tokenLifetime());
    portalTokens = new Tokens<>(options.tokenLifetime());
    tls = options.tls() ? Optional.of(LabTls.create(temporaryFolder())) : Optional.empty();
    server = new LabServer(options, tls, systems(options), calls, faults);
  }

  /** The shipped data set on a free port. */
  public static EmbeddedLab start() {
    return start(LabOptions.defaults());
  }

  public static EmbeddedLab start(LabOptions options) {
    return new EmbeddedLab(options);
  }

  /** Scheme, host and port, without a slash at the end. */
  public String url() {
    return server.url();
  }

  /** Writes {@code config.yaml} for this lab in the suite's format, and returns its path. */
  public Path writeConfig(Path folder) {
    return config().write(folder);
  }

  /** The same, to be varied before it is written. */
  public LabConfig config() {
    return config(url());
  }

  /** The same for who reaches the lab at another address. */
  public LabConfig config(String url) {
    return new LabConfig(world, url);
  }

  /** What exists; changes show in the next answer. */
  public World world() {
    return world;
  }

  public CallLog calls() {
    return calls;
  }

  public Faults faults() {
    return faults;
  }

  /** How the service catalog differs from the usual one. */
  public CatalogOddities catalog() {
    return catalog;
  }

  /** What the portal's answers cost; nothing unless it is told to. */
  public PortalLoad portalLoad() {
    return portalLoad;
  }

  /** Forgets all tokens of Keystone and Concertim: the next calls with them get 401. */
  public void revokeTokens() {
    cloudTokens.revokeAll();
    portalTokens.revokeAll();
  }

  /** The lab's own certificate as PEM; throws when the lab does not serve HTTPS. */
  public Path caFile() {
    return tls.orElseThrow().caFile();
  }

  /** SHA-256 of that certificate (DER) in 64 lower-case hexadecimal digits. */
  public String certificateSha256() {
    return tls.orElseThrow().pin();
  }

  @Override
  public void close() {
    portalLoad.close();
    server.close();
    tls.ifPresent(LabTls::delete);
  }

  private Map<String, FakeSystem> systems(LabOptions options) {
    Map<String, FakeSystem> systems = new LinkedHashMap<>();
    systems.put("concertim", new FakeConcertim(world, portalTokens, portalLoad));
    systems.put("keystone", new FakeKeystone(world, cloudTokens, catalog));
    systems.put("nova", new FakeNova(world, cloudTokens, options.pageSize()));
    systems.put("heat", new FakeHeat(world, cloudTokens));
    systems.put("cinder", new FakeCinder(world, cloudTokens, options.pageSize()));
    systems.put("neutron", new FakeNeutron(world, cloudTokens));
    systems.put("killbill", new FakeKillBill(world));
    return systems;
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("concertim-view-lab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
