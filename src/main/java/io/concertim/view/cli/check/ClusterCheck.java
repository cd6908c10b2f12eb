// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.cli.check.CheckResult.Result;
import io.concertim.view.cluster.Database;
import io.concertim.view.cluster.Members;
import io.concertim.view.cluster.Members.Member;
import io.concertim.view.cluster.ServerFacts;
import io.concertim.view.config.ClusterSettings;
import io.concertim.view.source.http.CertificateDates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Checks the database that the hosts of a cluster share, and the hosts. */
final class ClusterCheck {
  private static final String AREA = "cluster";

  /** Versions of a promoted server begin so much later (db/cluster/V1__store.sql). */
  private static final Duration FAR = Duration.ofMinutes(1);

  /** The driver tells of the certificates by threads of its own. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Checklist list;
  private final CertificateCheck certificates;
  private final BlockingQueue<X509Certificate[]> shown = new LinkedBlockingQueue<>();
  private final Clock clock;

  ClusterCheck(Checklist list, CertificateCheck certificates, Clock clock) {
    this.list = list;
    this.certificates = certificates;
    this.clock = clock;
  }

  /** Runs all checks. */
  void run(ClusterSettings settings) {
    try (Database database = new Database(settings, clock, shown::add)) {
      Optional<ServerFacts> server = list.need(AREA, "database", () -> ServerFacts.of(database));
      if (server.isEmpty()) {
        return;
      }
      list.note(
          AREA,
          "database",
          Verdict.ok(
              "PostgreSQL %s, as %s, schema %s"
                  .formatted(server.get().version(), settings.username(), settings.schema())));
      list.look(AREA, "certificate", () -> certificate(settings));
      list.note(AREA, "durability", durability(server.get()));
      list.note(AREA, "clock", clock(server.get()));
      list.look(AREA, "hosts", () -> hosts(new Members(database).all(), settings));
    }
  }

  /** The first one to end counts, since a standby may have shown its own too. */
  private Verdict certificate(ClusterSettings settings) throws IOException, InterruptedException {
    if (settings.tls().isEmpty()) {
      return plain(settings.url());
    }
    X509Certificate[] first = shown.poll(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    if (first == null) {
      return Verdict.warn("the database has shown none", null);
    }
    List<X509Certificate[]> all = new ArrayList<>(shown);
    all.add(first);
    Instant ends =
        all.stream().map(CertificateDates::end).min(Comparator.naturalOrder()).orElseThrow();
    return certificates.of("view.postgresql", settings.tls().get(), ends);
  }

  private Verdict plain(String url) throws IOException {
    Verdict verdict = null;
    for (String address : url.split("/", -1)[2].split(",", -1)) {
      verdict = certificates.plain("the database", address.replaceFirst(":[0-9]+$", ""));
      if (verdict.result() == Result.WARN) {
        return verdict;
      }
    }
    return verdict;
  }

  private static Verdict durability(ServerFacts server) {
    if (!server.isDurable()) {
      return Verdict.fail(
          "a crash of the database may forget commits",
          "set fsync and synchronous_commit to on for this database");
    }
    return server.standbys().isEmpty()
        ? Verdict.warn(
            "a commit waits for no standby, so a failover may forget the last ones",
            "name one in synchronous_standby_names; without it the hosts notice what is missing, and"
                + " a resync follows each failover")
        : Verdict.ok("a commit waits for " + server.standbys());
  }

  private Verdict clock(ServerFacts server) {
    Duration ahead = Duration.between(clock.instant(), server.clock());
    String said = "%d s from this host's".formatted(ahead.toSeconds());
    return ahead.abs().compareTo(FAR) < 0
        ? Verdict.ok(said)
        : Verdict.warn(
            said, "let both follow the same time; a failover expects less than a minute");
  }

  private static Verdict hosts(List<Member> all, ClusterSettings settings) throws IOException {
    List<Member> alive =
        all.stream().filter(member -> member.silentMillis() < settings.lease().toMillis()).toList();
    if (alive.isEmpty()) {
      return Verdict.ok("no process runs yet");
    }
    if (alive.stream().map(Member::settings).distinct().count() > 1) {
      return Verdict.fail(
          "they map by different settings, so some publish nothing",
          "give all one default_rack_height, one view.require_order and one version");
    }
    String said =
        "%d processes of %d hosts"
            .formatted(alive.size(), alive.stream().map(Member::host).distinct().count());
    return alive.stream()
        .filter(Member::leads)
        .findAny()
        .map(leader -> Verdict.ok(said + "; " + leader.host() + " syncs"))
        .orElseGet(() -> Verdict.warn(said + "; none syncs", "start a view_sync, and see its log"));
  }
}
