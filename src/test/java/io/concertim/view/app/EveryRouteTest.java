// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabNotification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The built-in routes with the objects they name, against the lab. */
@Timeout(120)
class EveryRouteTest {
  private static final String ALPHA_WEB = "57000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";

  private static final String UNBILLED = "57000000-0000-4000-8000-0000000000a3";

  @TempDir private Path folder;
  private final Set<String> seen = new ConcurrentSkipListSet<>();
  @AutoClose private LabView view;

  @BeforeEach
  void load() throws Exception {
    view = new LabView(folder, config -> LabView.complete(config).set("view.interval", "1s"));
    view.context().addRoutePolicyFactory((camel, id, route) -> new Witness());
  }

  /** Notes which routes were used. */
  private final class Witness extends RoutePolicySupport {
    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      seen.add(route.getId());
    }
  }

  @Test
  void findsEveryObjectThatItNames() {
    RouteText.all()
        .forEach(
            file ->
                file.beans().stream()
                    .flatMap(RouteText::ofEveryService)
                    .forEach(
                        name ->
                            assertNotNull(
                                view.context().getRegistry().lookupByName(name),
                                file + ": " + name)));
  }

  @Test
  void isUsedByFullSyncsWithRenewedTokensADeletionAForeignWriteAndNotifications() throws Exception {
    view.context().start();
    await().atMost(60, SECONDS).until(() -> Files.exists(view.directory().viewJson()));
    view.lab().revokeTokens();
    view.lab().world().removeResource(ALPHA_WEB, "db");
    view.lab().faults().fail("/cinder/", Fault.status(503), 1);
    view.lab().faults().fail("/api/v1/devices$", Fault.status(500), 2);
    Files.writeString(view.directory().resyncFlag(), " ");
    view.publisher().send(LabNotification.server("update", DB, "active"));
    view.publisher().send(LabNotification.stack("update.end", UNBILLED, null));
    view.publisher().send(LabNotification.volume("attach.end", "none", null));
    view.publisher().send(LabNotification.network("update.end", "none"));
    view.publisher().send(LabNotification.project("updated", "none"));
    view.publisher().send("nova", "notifications.info", "none");

    Set<String> all = new TreeSet<>();
    view.context().getRoutes().forEach(route -> all.add(route.getId()));

    // A sync that is just storing may replace the foreign file before anybody looks at it.
    await()
        .atMost(60, SECONDS)
        .until(
            () -> {
              Files.writeString(view.directory().viewPickle(), "of fe_updates");
              return seen.contains("view-anew");
            });
    await().atMost(60, SECONDS).untilAsserted(() -> assertEquals(all, new TreeSet<>(seen)));
  }
}
