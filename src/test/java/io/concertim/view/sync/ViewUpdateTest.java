package io.concertim.view.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewUpdateTest {
  private static final MappingSettings SETTINGS = new MappingSettings(42, true);

  @TempDir private Path folder;
  private SharedState shared;
  private ViewUpdate update;

  @BeforeEach
  void open() throws IOException {
    shared = new SharedState(DataDirectory.open(folder), new HybridClock(Clock.systemUTC()));
    update = new ViewUpdate(Clock.systemUTC(), SETTINGS, shared);
  }

  private Exchange take(Observation... observations) throws IOException {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    update.take(exchange, List.of(observations));
    return exchange;
  }

  private static Observation tree(String stamp, String server, long seen) {
    return Observation.of(
        Kind.STACK_RESOURCES,
        seen,
        new StackResources(
            "s", stamp, List.of(new StackResource("web", "OS::Nova::Server", server))));
  }

  @Test
  void aTreeWithAnotherStampChangesNothing() throws IOException {
    take(tree("proven", "web", 1));

    assertEquals(false, take(tree(null, "web", 2)).getProperty("changed"));
    assertEquals(true, take(tree(null, "db", 3)).getProperty("changed"));
  }

  @Test
  void aDeletionOfWhatWasNeverKnownChangesNothing() throws IOException {
    assertEquals(false, take(Observation.gone(Kind.SERVER, "none", 1)).getProperty("changed"));
  }

  @Test
  void noObservationAsksForTheViewToBeMadeAnew() throws IOException {
    assertEquals(true, take().getProperty("changed"));
  }
}
