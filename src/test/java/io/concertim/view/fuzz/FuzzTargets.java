// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import static java.util.Map.entry;

import io.concertim.view.app.RouteFileFuzz;
import io.concertim.view.config.ConfigFuzz;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.python.PickleFuzz;
import io.concertim.view.queue.broker.MessageFramesFuzz;
import io.concertim.view.queue.broker.NotificationFuzz;
import io.concertim.view.queue.work.ReadRequestsFuzz;
import io.concertim.view.source.RowsFuzz;
import io.concertim.view.source.http.AddressFuzz;
import io.concertim.view.source.openstack.CatalogFuzz;
import io.concertim.view.source.openstack.StackFuzz;
import io.concertim.view.store.JournalFuzz;
import io.concertim.view.store.LayersFuzz;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Every {@link FuzzTarget} by its name, which is also the name of its corpus. */
final class FuzzTargets {
  private static final Map<String, Supplier<FuzzTarget>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              entry("address", AddressFuzz::new),
              entry("catalog", CatalogFuzz::new),
              entry("cinder", () -> new RowsFuzz(Kind.VOLUME)),
              entry(
                  "concertim",
                  () -> new RowsFuzz(Kind.TEAM, Kind.USER, Kind.TEMPLATE, Kind.RACK, Kind.DEVICE)),
              entry("config", ConfigFuzz::new),
              entry("frames", MessageFramesFuzz::new),
              entry("heat", StackFuzz::new),
              entry("journal", JournalFuzz::new),
              entry("keystone", () -> new RowsFuzz(Kind.PROJECT)),
              entry(
                  "killbill",
                  () -> new RowsFuzz(Kind.ACCOUNT, Kind.SUBSCRIPTION, Kind.CUSTOM_FIELD)),
              entry("layers", LayersFuzz::new),
              entry("neutron", () -> new RowsFuzz(Kind.NETWORK)),
              entry("notification", NotificationFuzz::new),
              entry("nova", () -> new RowsFuzz(Kind.SERVER, Kind.FLAVOR, Kind.SERVER_GROUP)),
              entry("pickle", PickleFuzz::new),
              entry("read-requests", ReadRequestsFuzz::new),
              entry("routes", RouteFileFuzz::new)));

  private FuzzTargets() {}

  static Iterable<String> names() {
    return ALL.keySet();
  }

  static FuzzTarget of(String name) {
    return ALL.get(name).get();
  }
}
