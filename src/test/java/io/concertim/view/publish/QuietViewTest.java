// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.mapping.RandomViews;
import io.concertim.view.model.view.View;
import io.concertim.view.store.SampleView;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class QuietViewTest {
  @Provide
  Arbitrary<List<View>> histories() {
    return RandomViews.histories();
  }

  @Property(tries = 300)
  void nothingIsWantedByIt(@ForAll("histories") List<View> views) {
    for (View view : views) {
      View quiet = new QuietView(() -> true).of(view);

      assertEquals(Map.of(), Offer.parse(Offer.text(quiet)));
      assertTrue(quiet.racks().stream().noneMatch(rack -> rack.id().concertim() == null));
      assertTrue(quiet.devices().stream().noneMatch(device -> device.id().concertim() == null));
      Statistics.label("something is wanted by the view")
          .collect(!Offer.parse(Offer.text(view)).isEmpty());
    }
  }

  @Test
  void isDueWhenTheHostIsCutOffAndWhenItNoLongerIs() {
    View view = SampleView.of(List.of(), List.of());
    AtomicBoolean isCutOff = new AtomicBoolean();
    QuietView quiet = new QuietView(isCutOff::get);
    assertFalse(quiet.isDue());
    assertSame(view, quiet.of(view));
    quiet.shown();

    isCutOff.set(true);
    assertTrue(quiet.isDue());
    quiet.of(view);
    assertTrue(quiet.isDue(), "the files may not come in place");
    quiet.shown();
    assertFalse(quiet.isDue());

    isCutOff.set(false);
    assertTrue(quiet.isDue());
    assertSame(view, quiet.of(view));
    quiet.shown();
    assertFalse(quiet.isDue());
  }
}
