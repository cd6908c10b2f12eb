// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.concertim.view.app.LabManagement;
import io.concertim.view.app.LabSync;
import io.concertim.view.cluster.Database;
import io.concertim.view.cluster.Members;
import io.concertim.view.cluster.TestDatabase;
import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hosts of a cluster in the console, over a real database in which hosts say how far they are.
 */
@Timeout(900)
class ClusterConsoleIT {
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  @TempDir private static Path folder;
  private static EmbeddedLab lab;
  private static TestDatabase database;
  private static LabManagement management;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    Browser.assumeInstalled();
    lab = EmbeddedLab.start();
    LabSync.run(lab.config(), folder);
    database = new TestDatabase();
    management =
        LabManagement.start(
            lab.config()
                .set("view.store", "postgresql")
                .set("view.postgresql", database.config())
                .set("view.cluster", Map.of("host", "portal-1")),
            folder,
            0);
    browser = new Browser();
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
      management.close();
      lab.close();
      assertEquals(List.of(), browser.complaints());
    }
  }

  /** A process says how far it is. */
  private static void beat(String host, String kind, long generation, long shown)
      throws IOException {
    try (Database of = database.of(host)) {
      new Members(of).beat(new Members.Self(kind, host + kind, "1.2.3", "", 0, generation, shown));
    }
  }

  private static Locator host(Page page, String name) {
    return page.locator("#hosts > li")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.locator("h3", new Page.LocatorOptions().setHasText(name))));
  }

  @Test
  void showsWhoLeadsHowFarEachProcessIsAndWhoIsSilent() throws Exception {
    beat("portal-1", "view_queue", 1199, 1199);
    beat("portal-1", "view_sync", 1199, 1198);
    beat("portal-2", "view_sync", 1197, 1197);
    beat("portal-3", "view_sync", 1042, 1042);
    database.run("update head set entry = 1207");
    database.run("update process set entry = 1207, seen = clock_timestamp() + interval '1 h'");
    database.run("update process set entry = 1204 where host = 'portal-2'");
    database.run(
        "update process set entry = 1050, seen = clock_timestamp() - interval '1 h'"
            + " where host = 'portal-3'");
    database.run(
        "update lease set term = 3, host = 'portal-1', process = 'portal-1view_sync',"
            + " until = 'infinity'");
    Page page = browser.open(management.url(), ColorScheme.LIGHT);

    assertThat(page.locator("#hosts > li")).hasCount(3);
    assertThat(host(page, "portal-1")).containsText("leads: reads the systems, term 3");
    assertThat(host(page, "portal-1")).containsText("view_queue 1.2.3: entry 1207, 0 behind");
    assertThat(host(page, "portal-1")).containsText("generation 1199, its files show 1198");
    assertThat(host(page, "portal-2")).containsText("follows");
    assertThat(host(page, "portal-2")).containsText("3 behind · generation 1197 · heard of");
    assertThat(host(page, "portal-3")).containsText("view_sync not heard of");
    assertThat(host(page, "portal-3")).containsText("heard of 60 min ago");
    Browser.picture(page, "console-cluster");

    beat(MARKUP, "view_sync", 1, 1);

    assertThat(host(page, MARKUP)).containsText("follows");
    assertThat(page.locator("#hosts").locator("img, script")).hasCount(0);
    Page dark = browser.open(management.url(), ColorScheme.DARK);
    assertThat(host(dark, MARKUP)).isVisible();
    for (Page one : List.of(page, dark)) {
      assertEquals(List.of(), Browser.barriers(one));
    }
  }

  @Test
  void saysWhyTheHostsAreNotKnown() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    page.route(
        "**/api/cluster",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setContentType("application/json")
                    .setBody("{\"error\": \"the database is away\"}")));
    page.navigate(management.url());

    assertThat(page.locator("#hosts")).containsText("not known now");
    assertThat(page.locator("#hosts")).containsText("the database is away");
    assertThat(page.locator("#as-of")).containsText("Live");
    assertThat(page.locator("#lost")).isHidden();
    assertEquals(List.of(), Browser.barriers(page));
  }
}
