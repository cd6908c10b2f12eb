// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.concertim.view.mapping.RandomViews;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Replaying the history gives each stored view again, byte by byte. */
class PastViewsPropertyTest {
  private Path folder;
  private DataDirectory directory;

  @BeforeProperty
  void open() throws IOException {
    folder = Files.createTempDirectory("past");
    directory = DataDirectory.open(folder);
  }

  @AfterProperty
  void clean() throws IOException {
    Files.deleteIfExists(directory.views());
    Files.delete(folder);
  }

  @Provide
  Arbitrary<List<View>> histories() {
    return RandomViews.histories();
  }

  @Property(tries = 100)
  void backwardsAndForwards(@ForAll("histories") List<View> views) throws Exception {
    Files.deleteIfExists(directory.views());
    DeltaLog log = new DeltaLog(directory, 1 << 30);
    for (int i = 1; i < views.size(); i++) {
      log.add(views.get(i - 1), views.get(i));
    }
    PastViews past = new PastViews(directory, Clock.systemUTC());
    for (View known : List.of(views.get(views.size() - 1), views.get(0))) {
      for (View view : views) {
        assertArrayEquals(ViewJson.bytes(view), ViewJson.bytes(past.at(view.writtenAt(), known)));
      }
    }
  }
}
