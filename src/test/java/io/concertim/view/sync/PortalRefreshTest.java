// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.EntityTags;
import io.concertim.view.state.SyncMerge;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PortalRefreshTest {
  private static final String RACKS = "/api/v1/racks";

  @TempDir private Path folder;

  static Stream<Consumer<SourceRead>> doubts() {
    return Stream.of(
        read ->
            read.problem(
                new Problem(
                    Problem.Effect.LEFT_OUT, Problem.Cause.UNREADABLE, "rack", "r", "no name")),
        read -> read.fail("concertim: a rack was not read in time"));
  }

  @ParameterizedTest
  @MethodSource("doubts")
  void aListThatWasInDoubtHasToBeSentAgain(Consumer<SourceRead> doubt) throws Exception {
    Clock clock = Clock.systemUTC();
    SharedState shared = new SharedState(DataDirectory.open(folder), new HybridClock(clock));
    EntityTags tags = new EntityTags(() -> Optional.of(shared.layers()));
    PortalRefresh refresh =
        new PortalRefresh(shared, new DeletionGate(0.3, 10), tags, new LogOnce(clock));

    refresh(refresh, 1, read -> {});
    assertEquals("tag-1", tags.of(RACKS));
    refresh(refresh, 2, doubt);

    assertNull(tags.of(RACKS));
  }

  private static void refresh(PortalRefresh refresh, long version, Consumer<SourceRead> doubt) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    SourceRead reading = new SourceRead(Source.CONCERTIM);
    reading.completed(Kind.RACK, version);
    reading.entityTag(RACKS, new EntityTag(Kind.RACK, "tag-" + version, version));
    doubt.accept(reading);
    refresh.absences(exchange, List.of(reading));
    refresh.stored(exchange.getProperty("merge", SyncMerge.class));
  }
}
