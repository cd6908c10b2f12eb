// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import io.concertim.view.lab.Fault;
import io.concertim.view.lab.NetworkLink;
import io.concertim.view.process.TestCluster.Host;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** What may befall a cluster. */
enum ClusterFault {
  LEADER_KILLED_IN_A_SYNC {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      Host leader = cluster.leader();
      cluster.lab().calls().clear();
      cluster.lab().faults().fail("^/nova", Fault.delay(Duration.ofSeconds(5)));
      leader.installation.flag("resync.flag");
      Awaitility.await()
          .atMost(TestCluster.PATIENCE)
          .until(() -> !cluster.lab().calls().all().isEmpty());
      leader.process.kill();
      cluster.lab().faults().clear();
      return new Struck(cluster.without(leader), leader::start);
    }
  },

  LISTENER_KILLED {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      Host listener = cluster.listener();
      listener.process.kill();
      return new Struck(cluster.without(listener), listener::start);
    }
  },

  LEADER_FROZEN {
    @Override
    Struck strike(TestCluster cluster) {
      Host leader = cluster.leader();
      leader.process.suspend();
      cluster.awaitLeaderBut(leader);
      return new Struck(cluster.without(leader), leader.process::resume);
    }
  },

  WRITER_FROZEN_IN_ITS_TRANSACTION {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      Host writer = cluster.freezeWriter();
      return new Struck(cluster.without(writer), writer.process::resume);
    }
  },

  DATABASE_KILLED {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      cluster.database().kill();
      return new Struck(List.of(), cluster.database()::start);
    }
  },

  STANDBY_PROMOTED_WITHOUT_THE_LAST_COMMITS {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      cluster.promoteStandby();
      return new Struck(cluster.hosts(), () -> {});
    }
  },

  BROKER_KILLED {
    @Override
    Struck strike(TestCluster cluster) {
      cluster.broker().kill();
      return new Struck(List.of(), cluster::startBroker);
    }
  },

  LEADER_CUT_FROM_THE_DATABASE {
    @Override
    Struck strike(TestCluster cluster) {
      return cut(cluster, cluster.leader(), Host::toDatabases, NetworkLink::cut);
    }
  },

  LEADER_UNHEARD_BY_THE_DATABASE {
    @Override
    Struck strike(TestCluster cluster) {
      return cut(cluster, cluster.leader(), Host::toDatabases, NetworkLink::cutTowards);
    }
  },

  LEADER_NOT_HEARING_THE_DATABASE {
    @Override
    Struck strike(TestCluster cluster) {
      return cut(cluster, cluster.leader(), Host::toDatabases, NetworkLink::cutBack);
    }
  },

  LISTENER_CUT_FROM_THE_DATABASE {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      return cut(cluster, cluster.listener(), Host::toDatabases, NetworkLink::cut);
    }
  },

  LISTENER_CUT_FROM_THE_BROKER {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      return cut(cluster, cluster.listener(), host -> List.of(host.toBroker), NetworkLink::cut);
    }
  },

  LEADER_CUT_FROM_THE_SYSTEMS {
    @Override
    Struck strike(TestCluster cluster) {
      return cut(cluster, cluster.leader(), host -> List.of(host.toSystems), NetworkLink::cut);
    }
  },

  LISTENER_CUT_FROM_THE_SYSTEMS {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      return cut(cluster, cluster.listener(), host -> List.of(host.toSystems), NetworkLink::cut);
    }
  },

  LEADER_CUT_FROM_ALL {
    @Override
    Struck strike(TestCluster cluster) {
      return cut(cluster, cluster.leader(), Host::links, NetworkLink::cut);
    }
  },

  DISK_FULL {
    @Override
    Struck strike(TestCluster cluster) throws Exception {
      SmallDisk disk = cluster.disk();
      disk.fill();
      return new Struck(cluster.without(cluster.host("three")), disk::free);
    }
  };

  /** What ends a fault. */
  @FunctionalInterface
  interface Mend {
    void run() throws Exception;
  }

  /**
   * A fault that lasts.
   *
   * @param goOn the hosts that show what happens meanwhile
   * @param mend ends it
   */
  record Struck(List<Host> goOn, Mend mend) {}

  abstract Struck strike(TestCluster cluster) throws Exception;

  private static Struck cut(
      TestCluster cluster,
      Host host,
      Function<Host, List<NetworkLink>> links,
      Consumer<NetworkLink> how) {
    links.apply(host).forEach(how);
    return new Struck(cluster.without(host), () -> links.apply(host).forEach(NetworkLink::join));
  }
}
