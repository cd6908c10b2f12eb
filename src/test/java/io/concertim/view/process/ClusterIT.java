// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.NetworkLink;
import io.concertim.view.process.ClusterFault.Struck;
import io.concertim.view.process.TestCluster.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A cluster that loses one thing after the other. After each all hosts show the cloud again, and
 * nothing was taken for gone. How long that takes is in target/cluster-faults.txt.
 */
@Timeout(7200)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());

  private final StringBuilder times =
      new StringBuilder("| fault | the others | all |\n|---|---|---|\n");
  private TestCluster cluster;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    cluster = TestCluster.start(folder);
  }

  @AfterAll
  void stop() throws IOException {
    if (cluster != null) {
      cluster.close();
    }
    System.out.print(times);
    Files.writeString(Path.of("target", "cluster-faults.txt"), times);
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithoutWhatItLoses(ClusterFault fault) throws Exception {
    Struck struck = fault.strike(cluster);
    long began = System.nanoTime();
    String others = "";
    try {
      cluster.change();
      cluster.awaitShown(struck.goOn());
      others = struck.goOn().isEmpty() ? "" : seconds(began);
    } finally {
      struck.mend().run();
    }
    began = System.nanoTime();
    cluster.change();
    cluster.awaitWell();
    times.append("| %s | %s | %s |%n".formatted(fault, others, seconds(began)));
  }

  private static String seconds(long began) {
    return "%.1f s".formatted((System.nanoTime() - began) / 1e9);
  }

  @Test
  void doesWhatIsAskedOfAnyHost() throws IOException {
    Host follower = cluster.without(cluster.leader()).get(0);
    cluster.changeSilently();

    follower.installation.flag("resync.flag");

    cluster.awaitWell();
  }

  @Test
  void asksForNothingOnAHostThatIsCutOff() throws IOException {
    Host host = cluster.hosts().get(0);
    await().atMost(TestCluster.PATIENCE).until(host::asksForSomething);
    host.toDatabases().forEach(NetworkLink::cut);
    await().atMost(TestCluster.PATIENCE).until(() -> !host.asksForSomething());
    assertTrue(host.knowsOfARackToCreate(), "view.json, from which the history goes on");

    host.toDatabases().forEach(NetworkLink::join);

    cluster.awaitWell(); // of view.json, which was never quiet
    await().atMost(TestCluster.PATIENCE).until(host::asksForSomething);
  }

  @Test
  void aHostThatNotifiesTellsOnItsReturnWhatHasChangedMeanwhile() throws Exception {
    Host host = cluster.host("one");
    await()
        .atMost(TestCluster.PATIENCE)
        .until(() -> Files.exists(host.installation.data("notify-hook.json")));
    int earlier = cluster.receiver().posts().size();
    cluster.change();
    cluster.awaitWell();
    host.process.kill();
    for (int i = 0; i < 3; i++) {
      cluster.change();
      cluster.awaitShown(cluster.without(host));
    }

    host.start();

    cluster.awaitWell();
    await()
        .atMost(TestCluster.PATIENCE)
        .untilAsserted(
            () -> cluster.assertTold(cluster.receiver().posts().stream().skip(earlier).toList()));
  }

  @Test
  void losesNothingWhileFaultsGoOn() throws Exception {
    Random random = new Random(SEED);
    long end = System.nanoTime() + SECONDS.toNanos(Integer.getInteger("cluster.seconds", 10));
    int faults = 0;
    while (System.nanoTime() < end) {
      ClusterFault[] all = ClusterFault.values();
      Struck struck = all[random.nextInt(all.length)].strike(cluster);
      for (int i = random.nextInt(100); i > 0; i--) {
        cluster.change();
        Thread.sleep(100);
      }
      struck.mend().run();
      faults++;
    }
    cluster.awaitWell();
    System.out.printf("ClusterIT: %d faults, seed %d%n", faults, SEED);
  }
}
