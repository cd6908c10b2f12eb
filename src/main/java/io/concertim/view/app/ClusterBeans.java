// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.cluster.ClusterMetrics;
import io.concertim.view.cluster.Database;
import io.concertim.view.cluster.DatabaseClock;
import io.concertim.view.cluster.Errands;
import io.concertim.view.cluster.Lease;
import io.concertim.view.cluster.Members;
import io.concertim.view.cluster.Membership;
import io.concertim.view.cluster.PostgresLog;
import io.concertim.view.cluster.PostgresReadRequests;
import io.concertim.view.config.ClusterSettings;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.metrics.CertificateMetrics;
import io.concertim.view.queue.work.ReadRequestLog;
import io.concertim.view.source.http.CertificateDates;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ReplicatedState;
import io.concertim.view.sync.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.spi.Registry;

/** Makes the objects by which a host takes part in a cluster. */
final class ClusterBeans implements AutoCloseable {
  /** To be raised with a mapping that gives other places than the one of the version before. */
  private static final int MAPPING = 1;

  /** The database's name in the configuration file. */
  private static final String DATABASE = "view.postgresql";

  private final ProcessName process;
  private final String mapping;
  private final String name = UUID.randomUUID().toString();
  private final Optional<Duration> quietAfter;
  private final Database database;
  private final Lease lease;
  private final PostgresLog log;
  private final PostgresReadRequests requests;
  private final Members members;

  /**
   * @param mapping the settings of the mapping
   * @param steady is never set back
   */
  ClusterBeans(
      ClusterSettings settings,
      ProcessName process,
      String mapping,
      MeterRegistry meters,
      InstantSource steady) {
    this.process = process;
    this.mapping = MAPPING + " " + mapping;
    this.quietAfter = settings.quietAfter();
    CertificateDates dates = CertificateMetrics.register(meters, Clock.systemUTC(), DATABASE);
    this.database = new Database(settings, steady, chain -> dates.shown(DATABASE, chain));
    this.lease = new Lease(database, process.syncs(), name, settings.lease(), steady);
    this.log = new PostgresLog(database, lease, this.mapping);
    this.requests = new PostgresReadRequests(database, settings.lease());
    this.members = new Members(database);
    ClusterMetrics.register(meters, database, lease, log);
  }

  /** Reads what the data directory holds; the other hosts are followed later. */
  ReplicatedState open(DataDirectory directory, HybridClock versions) throws IOException {
    return new ReplicatedState(directory, versions, log);
  }

  HybridClock versions() {
    return new HybridClock(new DatabaseClock(database));
  }

  ReadRequestLog readRequests() {
    return requests;
  }

  Members members() {
    return members;
  }

  Turn turn() {
    return lease;
  }

  /** Whether view.pickle may no longer say what is to be done. */
  boolean isCutOff() {
    return quietAfter.map(database::isAwayFor).orElse(false);
  }

  /** Puts the objects where routes find them by name. */
  void bind(Registry registry, DataDirectory directory, ReplicatedState shared) {
    registry.bind("errands", new Errands(database, lease, directory));
    registry.bind("membership", new Membership(members, () -> self(shared)));
  }

  private Members.Self self(ReplicatedState shared) {
    State shown = shared.published();
    String version = getClass().getPackage().getImplementationVersion();
    return new Members.Self(
        process.toString(),
        name,
        version == null ? "development" : version,
        mapping,
        shared.entry(),
        shared.current().generation(),
        shown == null ? 0 : shown.generation());
  }

  @Override
  public void close() {
    requests.close();
    lease.giveUp();
    log.close();
    database.close();
  }
}
