package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.concertim.view.merge.DeletionGate;
import io.concertim.view.merge.EntityTag;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.EntityTags;
import io.concertim.view.source.News;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortalRefreshTest {
  private static final String RACKS = "/api/v1/racks";

  @TempDir private Path folder;

  @Test
  void aListThatWasInDoubtHasToBeSentAgain() throws Exception {
    Clock clock = Clock.systemUTC();
    SharedState shared = new SharedState(DataDirectory.open(folder), new HybridClock(clock));
    EntityTags tags = new EntityTags(() -> Optional.of(shared.layers()));
    PortalRefresh refresh =
        new PortalRefresh(shared, new DeletionGate(0.3, 10), tags, new News(clock));

    refresh(refresh, 1, null);
    assertEquals("tag-1", tags.of(RACKS));
    refresh(
        refresh,
        2,
        new Problem(Problem.Effect.LEFT_OUT, Problem.Cause.UNREADABLE, "rack", "r", "no name"));

    assertNull(tags.of(RACKS));
  }

  private static void refresh(PortalRefresh refresh, long version, Problem problem) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Reading reading = new Reading(Source.CONCERTIM);
    reading.completed(Kind.RACK, version);
    reading.entityTag(RACKS, new EntityTag(Kind.RACK, "tag-" + version, version));
    if (problem != null) {
      reading.problem(problem);
    }
    refresh.absences(exchange, reading);
    refresh.stored(reading, exchange.getProperty("clean", boolean.class));
  }
}
