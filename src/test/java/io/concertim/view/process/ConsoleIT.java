// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.concertim.view.app.LabManagement;
import io.concertim.view.app.LabSync;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedBroker;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.ViewJson;
import io.concertim.view.web.LargeView;
import io.concertim.view.web.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, over the program as a service and the embedded lab. */
@Timeout(900)
class ConsoleIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";
  private static final String STACK = "57000000-0000-4000-8000-0000000000a2";
  private static final String NODE = "5e000000-0000-4000-8000-0000000000b1";
  private static final String MARKUP = "<img src=x onerror=alert(1)>";

  @TempDir private static Path folder;
  private static EmbeddedLab lab;
  private static EmbeddedBroker broker;
  private static Publisher cloud;
  private static Installation installation;
  private static ViewProcess process;
  private static Browser browser;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    Browser.assumeInstalled();
    lab = EmbeddedLab.start();
    lab.world().servers().set(NODE, "name", MARKUP);
    broker = EmbeddedBroker.start();
    cloud = broker.publisher();
    installation = Installation.of(folder, lab);
    installation.configure(
        broker
            .configure(Installation.config(lab))
            .set("view.interval", "1h")
            .set("view.management", "127.0.0.1:0")
            .set("view.links", Map.of("horizon", "https://cloud.example/dashboard")));
    process = installation.startAs("view");
    url = ManagementIT.url(installation);
    WebClient client = new WebClient(url);
    await().atMost(180, SECONDS).until(() -> client.get("/ready").status() == 200);
    browser = new Browser();
  }

  @AfterAll
  static void stop() throws IOException {
    if (browser != null) {
      browser.close();
      process.close();
      cloud.close();
      broker.close();
      lab.close();
      assertEquals(List.of(), browser.complaints());
    }
  }

  @AfterEach
  void closeWindows() {
    browser.closeWindows();
  }

  private static Page open(ColorScheme scheme) {
    Page page = browser.open(url, scheme);
    assertThat(page.locator(".rack").first()).isVisible();
    return page;
  }

  private static void closeDetail(Page page) {
    page.keyboard().press("Escape");
    assertThat(page.locator("#detail")).isHidden();
  }

  private static Locator query(Page page) {
    return page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search"));
  }

  private static Locator device(Page page, String id) {
    return page.locator(".device[data-object='" + id + "']");
  }

  @Test
  void drawsTheRacksOfEachTeamWithTheirDevicesByUnit() {
    Page page = open(ColorScheme.LIGHT);

    assertThat(page.locator(".rack")).hasCount(6);
    assertThat(page.locator(".team").first()).containsText("alpha-team");
    assertThat(device(page, WEB)).containsText("web.alpha-web");
    assertEquals(
        "42 / span 1", device(page, WEB).locator("xpath=..").evaluate("li => li.style.gridRow"));
  }

  @Test
  void tellsOfASelectedDeviceWhatEverySystemSays() {
    Page page = open(ColorScheme.LIGHT);

    device(page, WEB).click();

    Locator detail = page.locator("#detail");
    assertThat(detail.locator("h2")).hasText("web.alpha-web");
    assertThat(detail.locator("table")).containsText("OpenStack");
    assertThat(detail.locator(".layer").nth(1)).containsText("anna-key");
    assertEquals(List.of(), Browser.barriers(page));
    closeDetail(page);
    assertThat(device(page, WEB)).isFocused();
  }

  @Test
  void showsWhatSomebodyCalledAServerAsTextOnly() {
    Page page = open(ColorScheme.DARK);

    device(page, NODE).click();

    assertThat(page.locator("#detail")).containsText(MARKUP);
    assertThat(page.locator("#detail").locator("img, script")).hasCount(0);
  }

  @Test
  void findsByIdsOfEverySystemAndWhatIsLeftOut() {
    Page page = open(ColorScheme.LIGHT);
    Locator query = query(page);

    query.fill("5b000000-0000-4000-8000-0000000000a1");
    assertThat(page.locator("#found li").first()).containsText("alpha-web");
    query.press("Enter");
    assertThat(page.locator("#detail h2")).hasText("alpha-web");
    closeDetail(page);

    query.fill("5e000000-0000-4000-8000-0000000000ff");
    query.press("ArrowDown");
    query.press("Enter");
    assertThat(page.locator("#detail")).containsText("no stack shown as a rack has it");
  }

  @Test
  void keepsWhatIsFoundOpenForWhoComesBackToTheSearchAtOnce() {
    Page page = open(ColorScheme.LIGHT);
    page.clock().install();
    page.clock().pauseAt(System.currentTimeMillis() + 60_000);
    Locator query = query(page);
    query.fill("alpha-web");
    query.press("Enter");
    assertThat(page.locator("#detail h2")).hasText("alpha-web");
    closeDetail(page);

    query.fill("web.alpha-web");
    page.clock().runFor(1000);

    assertThat(page.locator("#found li").first()).isVisible();
  }

  @Test
  void opensWhatIsFoundAgainByKeyboard() {
    Page page = open(ColorScheme.LIGHT);
    Locator query = query(page);
    query.fill("alpha-web");
    query.press("Escape");
    assertThat(page.locator("#found")).isHidden();

    query.press("ArrowUp");

    Locator last = page.locator("#found li").last();
    assertThat(last).hasAttribute("aria-selected", "true");
    query.press("Enter");
    assertThat(page.locator("#detail h2")).hasText("alpha-web");
  }

  @Test
  void isUsedByKeyboardAlone() {
    Page page = open(ColorScheme.LIGHT);
    device(page, WEB).focus();

    page.keyboard().press("Home");
    Locator first = page.locator(".rack").first().locator(".device").first();
    assertThat(first).isFocused();
    page.keyboard().press("ArrowDown");
    assertThat(page.locator(".rack").first().locator(".device").nth(1)).isFocused();
    page.keyboard().press("ArrowRight");
    assertThat(page.locator(".rack").nth(1).locator("h4 button")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("#detail")).isVisible();
    closeDetail(page);
    page.keyboard().press("/");
    assertThat(page.locator("#query")).isFocused();
  }

  @Test
  void showsAChangeWithoutBeingAskedAndHowSoonItWasSeen() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    assertThat(device(page, DB)).containsText("stopped");

    change(DB, "SUSPENDED", "suspend.end", "suspended");

    assertThat(page.locator("#change-list")).containsText("status: STOPPED → SUSPENDED");
    assertThat(device(page, DB)).containsText("suspended");

    change(WEB, "SHUTOFF", "power_off.end", "stopped");
    assertThat(page.locator("#change-list")).containsText("status: ACTIVE → STOPPED");
    change(WEB, "ACTIVE", "power_on.end", "active");
    assertThat(page.locator("#change-list")).containsText("status: STOPPED → ACTIVE");
    assertThat(page.locator("#change-list .delay").first()).isVisible();
    assertThat(device(page, WEB)).containsText("active");
    Browser.picture(page, "console");

    device(page, DB).click();
    assertThat(page.locator("#detail td.differs")).hasText("SUSPENDED");
    assertThat(page.locator("#detail .history")).containsText("compute.instance.suspend.end");
    Browser.picture(page, "console-detail");
  }

  @Test
  void looksBackAtTheRacksAsTheyWere() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    assertThat(device(page, NODE)).containsText("suspended");
    change(NODE, "SHUTOFF", "power_off.end", "stopped");
    assertThat(device(page, NODE)).containsText("stopped");
    Locator text = page.locator("#moment-text");

    page.locator("#look-back").click();
    assertThat(text).hasText("Now");
    page.locator("#moment-before").click();
    assertThat(text).containsText("1 changed then");
    assertThat(device(page, NODE)).containsText("stopped");
    page.locator("#moment-before").click();
    assertThat(device(page, NODE)).containsText("suspended");
    assertThat(page.locator("#racks-title")).containsText("Racks as of");
    assertEquals(List.of(), Browser.barriers(page));
    Browser.picture(page, "console-past");

    page.locator("#moment").press("End");
    assertThat(device(page, NODE)).containsText("stopped");
    assertThat(text).hasText("Now");
    page.locator("#moment").press("Home");
    assertThat(page.locator("#moment-before")).isDisabled();
    page.locator("#moment-play").click();
    assertThat(page.locator("#moment-play")).hasText("Pause");
    assertThat(text).hasText("Now", new LocatorAssertions.HasTextOptions().setTimeout(120_000));
    assertThat(device(page, NODE)).containsText("stopped");

    page.locator("#moment-close").click();
    assertThat(page.locator("#look-back")).isFocused();
    page.locator("#change-list [data-at]").first().click();
    assertThat(text).containsText("As of");
    page.locator("#moment-now").click();
    assertThat(text).hasText("Now");
  }

  @Test
  void showsTheDevicesAsATableToSortToFilterAndToSave() throws IOException {
    Page page = open(ColorScheme.LIGHT);

    page.locator("[data-shape=table]").click();
    Locator names = page.locator("#table-rows th button");
    assertThat(page.locator("#table-count")).hasText("16 devices");
    assertThat(names).hasCount(16);
    assertThat(page.locator("#teams")).isHidden();
    page.locator("[data-column=status]").click();
    assertThat(page.locator("#table-rows tr").first()).containsText("active");
    page.locator("[data-column=status]").click();
    assertThat(page.locator("#table-rows tr").first()).not().containsText("active");
    assertEquals(List.of(), Browser.barriers(page));

    page.locator("#table-filter").fill("web CM_alpha");
    assertThat(names.first()).containsText("web");
    page.locator("#table-filter").fill("10.10.0.21");
    assertThat(names).hasText("db.alpha-web");
    page.locator("#table summary").click();
    page.locator("#table-columns [value=cloud]").check();
    page.locator("#table-columns [value=fate]").uncheck();
    Download saved = page.waitForDownload(() -> page.locator("#table-csv").click());
    List<String> lines = Files.readAllLines(saved.path());
    assertEquals("\uFEFFname,status,type,rack,project,flavor,addresses,cloud", lines.get(0));
    assertTrue(lines.get(1).startsWith("db.alpha-web,"), lines::toString);
    assertTrue(lines.get(1).endsWith(",10.10.0.21," + DB), lines::toString);
    assertEquals(2, lines.size());

    page.locator("#table-filter").fill("");
    assertThat(page.locator("#table-columns")).isHidden();
    page.locator("#table-group").selectOption("project");
    assertThat(page.locator("#table-rows .group").first()).containsText("CM_alpha-team");
    page.locator("#table-group").selectOption("status");
    assertThat(page.locator("#table-rows .group").first()).containsText("ACTIVE");
    assertEquals(List.of(), Browser.barriers(page));
    Browser.picture(page, "console-table");
    page.locator("#statuses [data-status=ACTIVE]").click();
    assertThat(page.locator("#table-rows .group")).hasCount(1);
  }

  @Test
  void showsAgainWhatALinkToItShows() {
    Page page = open(ColorScheme.LIGHT);
    page.locator("[data-shape=table]").click();
    page.locator("#table-filter").fill("alpha-web");
    page.locator("[data-column=type]").click();
    page.locator("#statuses [data-status=ACTIVE]").click();
    page.locator("#table-rows th button").first().click();
    assertThat(page.locator("#detail-body table")).isVisible();
    String shown = page.locator("#table-count").textContent();
    String title = page.locator("#detail-title").textContent();

    Page again = browser.open(page.url(), ColorScheme.LIGHT);

    assertThat(again.locator("#detail-title")).hasText(title);
    closeDetail(again);
    assertThat(again.locator("#table-count")).hasText(shown);
    assertThat(again.locator("#table-filter")).hasValue("alpha-web");
    assertThat(again.locator("[data-shape=table]")).hasAttribute("aria-pressed", "true");
    assertThat(again.locator("[aria-sort=ascending]")).hasText("Type");
    assertThat(again.locator("#statuses [data-status=ACTIVE]"))
        .hasAttribute("aria-pressed", "true");
    again.evaluate("() => { location.hash = '' }");
    assertThat(again.locator(".device").first()).isVisible();
    assertThat(again.locator("#table")).isHidden();
  }

  @Test
  void linksToThePageOfAnObjectInEachSystemWithAnAddress() {
    Page page = open(ColorScheme.LIGHT);

    device(page, WEB).click();

    assertThat(page.locator("#detail .links a")).hasCount(1);
    assertThat(page.locator("#detail .links a"))
        .hasAttribute("href", "https://cloud.example/dashboard/project/instances/" + WEB + "/");
    closeDetail(page);
    page.locator(".rack h4 button").first().click();
    assertThat(page.locator("#detail .links a"))
        .hasAttribute("href", Pattern.compile(".*/dashboard/project/stacks/stack/57.*/"));
  }

  @Test
  void printsAllRacksOrAllRows() throws IOException {
    Page page = open(ColorScheme.DARK);
    assertTrue(page.pdf().length > 10_000);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.locator("#search")).isHidden();
    assertThat(page.locator(".rack").last()).isVisible();
  }

  /** A server changes, and the cloud tells of it. */
  private static void change(String server, String status, String event, String state)
      throws IOException {
    lab.world().servers().set(server, "status", status);
    cloud.send(LabNotification.server(event, server, state));
  }

  @Test
  void saysThatItIsStaleWhileTheConnectionIsLost() throws Exception {
    Path other = folder.resolve("other");
    LabConfig config = Installation.config(lab);
    LabSync.run(config, other);
    Page page;
    int port;
    try (LabManagement ending = LabManagement.start(config, other, 0)) {
      port = URI.create(ending.url()).getPort();
      page = browser.open(ending.url(), ColorScheme.LIGHT);
      assertThat(page.locator(".rack").first()).isVisible();
      assertThat(page.locator("#as-of")).containsText("Live · as of");
      assertThat(page.locator("#lost")).isHidden();
    }
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("may not hold any more. It is tried again.");
    assertThat(page.locator("#as-of")).containsText("Not connected · as of");
    assertThat(page).hasTitle("Not connected – Concertim view");
    Browser.picture(page, "lost");
    lab.world().stacks().set(STACK, "status", "UPDATE_FAILED");
    LabSync.run(config, other);
    try (LabManagement again = LabManagement.start(config, other, port)) {
      assertEquals(port, URI.create(again.url()).getPort());
      assertThat(page.locator("#as-of")).containsText("Live · as of");
      assertThat(page.locator("#lost")).isHidden();
      assertThat(page.locator("[data-rack='" + STACK + "']")).containsText("failed");
    }
  }

  @Test
  void isFluentWithFiftyThousandDevices() throws Exception {
    Path large = Files.createDirectories(folder.resolve("large/data")).getParent();
    Files.write(large.resolve("data/view.json"), ViewJson.bytes(LargeView.of(Instant.now())));
    new ChangeLog(DataDirectory.open(large.resolve("data")), 1 << 20)
        .add(LargeView.changes(Instant.now()));
    try (LabManagement management = LabManagement.start(lab.config(), large, 0)) {
      long begun = System.nanoTime();
      Page page = browser.open("about:blank", ColorScheme.LIGHT);
      List<Route> whole = new ArrayList<>();
      page.route("**/api/view", whole::add);
      page.navigate(management.url());
      assertThat(page.locator(".device").first()).isVisible();
      long first = System.nanoTime();
      assertThat(page.locator(".rack")).hasCount(24);
      assertThat(page.locator(".team > p").first()).containsText("100 racks");
      page.waitForCondition(() -> !whole.isEmpty());
      long rest = System.nanoTime();
      page.unroute("**/api/view");
      whole.get(0).resume();
      assertThat(page.locator(".rack")).hasCount(2500);
      long drawn = System.nanoTime();
      Browser.picture(page, "console-50000");

      long asked = System.nanoTime();
      page.locator("#query").fill("node-49876");
      assertThat(page.locator("#found li").first()).containsText("node-49876");
      long found = System.nanoTime();
      page.keyboard().press("Enter");
      assertThat(page.locator("#detail h2")).hasText("node-49876");
      long told = System.nanoTime();
      closeDetail(page);
      page.locator("#statuses [data-status=FAILED]").click();
      Locator last = page.locator(".rack:not([hidden])").last();
      last.scrollIntoViewIfNeeded();
      assertThat(last.locator(".device").first()).isVisible();
      page.locator("#statuses [data-status=FAILED]").click();
      long opened = System.nanoTime();
      page.locator("[data-shape=table]").click();
      Locator rows = page.locator("#table-rows tr");
      assertThat(rows.first()).isVisible();
      long shown = System.nanoTime();
      page.locator("#table-scroll").evaluate("one => one.scrollTop = one.scrollHeight");
      assertThat(page.locator("#table-rows [aria-rowindex='50001']")).isVisible();
      long scrolled = System.nanoTime();
      page.locator("[data-column=addresses]").click();
      assertThat(page.locator("[aria-sort=ascending]")).hasText("Addresses");
      long sorted = System.nanoTime();
      assertTrue(rows.count() < 100, "only the rows that are seen are in the page");
      // Nobody sees them now, and axe would look at them for a minute.
      assertThat(page.locator("#teams")).isHidden();
      page.locator("#teams").evaluate("racks => racks.replaceChildren()");
      assertEquals(List.of(), Browser.barriers(page));
      System.out.printf(
          "50,000 devices: first racks after %d ms, the others %d ms later, found after %d ms, told after %d ms; as a table after"
              + " %d ms, its end after %d ms, sorted after %d ms%n",
          (first - begun) / 1_000_000,
          (drawn - rest) / 1_000_000,
          (found - asked) / 1_000_000,
          (told - found) / 1_000_000,
          (shown - opened) / 1_000_000,
          (scrolled - shown) / 1_000_000,
          (sorted - scrolled) / 1_000_000);
    }
  }

  @Test
  void hasNoBarriersInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open(scheme);
      page.locator("#query").fill("alpha");
      Browser.picture(page, "search-" + scheme);
      assertEquals(List.of(), Browser.barriers(page), scheme::toString);
    }
  }
}
