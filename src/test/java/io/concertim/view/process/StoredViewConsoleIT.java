// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.concertim.view.app.LabManagement;
import io.concertim.view.app.LabSync;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console in a browser, over views that each test stores itself. */
@Timeout(900)
class StoredViewConsoleIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  private static final String DB = "5e000000-0000-4000-8000-0000000000a2";
  private static final String LOST = "5e000000-0000-4000-8000-0000000000ff";
  private static final String HOLD =
      """
      [{"kind": "volume", "ids": ["70000000-0000-4000-8000-000000000001"],
        "reason": "1 of 2 volumes is missing in the list, more than the threshold of 10 %"}]
      """;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path synced;
  private static EmbeddedLab lab;
  private static Browser browser;

  @TempDir private Path folder;
  private LabManagement management;
  private Path view;

  @BeforeAll
  static void sync() throws Exception {
    Browser.assumeInstalled();
    lab = EmbeddedLab.start();
    LabSync.run(lab.config(), synced);
    browser = new Browser();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      lab.close();
      assertEquals(List.of(), browser.complaints());
    }
  }

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    try (Stream<Path> files = Files.list(synced.resolve("data"))) {
      for (Path file : files.toList()) {
        Files.copy(file, data.resolve(file.getFileName()));
      }
    }
    view = data.resolve("view.json");
    management = LabManagement.start(lab.config(), folder, 0);
  }

  @AfterEach
  void stop() throws IOException {
    browser.closeWindows();
    management.close();
  }

  private Page open(ColorScheme scheme) {
    Page page = browser.open(management.url(), scheme);
    assertThat(device(page, WEB)).isVisible();
    return page;
  }

  private static Locator device(Page page, String id) {
    return page.locator(".device[data-object='" + id + "']");
  }

  private static Locator left(Page page, String id) {
    return page.locator("#attention-left_out [data-object='" + id + "']");
  }

  /** Stores the next view, which is otherwise than the last one in this. */
  private void store(Consumer<ObjectNode> difference) throws IOException {
    ObjectNode next = (ObjectNode) JSON.readTree(view.toFile());
    next.put("generation", next.path("generation").asLong() + 1);
    next.put("written_at", Instant.now().toString());
    difference.accept(next);
    replace(JSON.writeValueAsString(next));
  }

  private void replace(String content) throws IOException {
    Path beside = view.resolveSibling("next");
    Files.writeString(beside, content);
    Files.move(beside, view, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Tells of a change of a device in the view that is stored. */
  private void tell(String id, String after) throws IOException {
    long generation = JSON.readTree(view.toFile()).path("generation").asLong();
    Change change =
        new Change(
            Instant.now(),
            generation,
            "full sync",
            null,
            "device",
            id,
            "a device",
            Change.Op.CHANGED,
            "status",
            "before",
            after,
            null,
            null);
    new ChangeLog(DataDirectory.open(view.getParent()), 1 << 20).add(List.of(change));
  }

  private static void setStatus(ObjectNode view, String id, String status) {
    for (JsonNode device : view.path("devices")) {
      JsonNode ids = device.path("id");
      if (List.of(ids.path("cloud").asText(), ids.path("concertim").asText()).contains(id)) {
        ((ObjectNode) device).put("status", status);
      }
    }
  }

  private static void addProblem(ObjectNode view, int at, String id) {
    ArrayNode problems = (ArrayNode) view.path("problems");
    ObjectNode lost =
        StreamSupport.stream(problems.spliterator(), false)
            .filter(problem -> problem.path("id").asText().equals(LOST))
            .findFirst()
            .orElseThrow()
            .deepCopy();
    problems.insert(at, lost.put("id", id));
  }

  @Test
  void isStaleWhileTheViewCannotBeReadAndGoesOnAfterwards() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    Page dark = open(ColorScheme.DARK);
    String good = Files.readString(view);

    replace("no view");

    for (Page one : List.of(page, dark)) {
      assertThat(one.locator("#lost")).containsText("500: the data cannot be read, see the log");
      assertThat(one.locator("#lost")).containsText("may not hold any more. It is tried again.");
      assertThat(one.locator("#as-of")).containsText("Not connected · as of");
      assertEquals(List.of(), Browser.barriers(one));
    }
    Browser.picture(page, "stale-LIGHT");
    Browser.picture(dark, "stale-DARK");

    replace(good);
    store(next -> setStatus(next, WEB, "SUSPENDED"));
    tell(WEB, "SUSPENDED");

    for (Page one : List.of(page, dark)) {
      assertThat(one.locator("#as-of")).containsText("Live · as of");
      assertThat(one.locator("#lost")).isHidden();
      assertThat(device(one, WEB)).containsText("suspended");
    }
  }

  @Test
  void isStaleWhenThereIsNoViewAnyMore() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    String good = Files.readString(view);

    Files.delete(view);

    assertThat(page.locator("#lost")).containsText("503: no view has been stored yet");
    replace(good);
    assertThat(page.locator("#as-of")).containsText("Live · as of");
    assertThat(page.locator("#lost")).isHidden();
  }

  @Test
  void waitsForTheFirstView() throws IOException {
    String first = Files.readString(view);
    Files.delete(view);
    Page page = browser.open(management.url(), ColorScheme.LIGHT);
    assertThat(page.locator("#as-of")).hasText("No view has been stored yet.");
    page.locator("[data-shape=table]").click();
    page.locator("#table-csv").click();
    page.locator("[data-shape=racks]").click();

    replace(first);

    assertThat(device(page, WEB)).isVisible();
    assertThat(page.locator("#lost")).isHidden();
  }

  @Test
  void followsItsAddressThereAndBack() throws IOException {
    String writtenAt = JSON.readTree(view.toFile()).path("written_at").asText();
    Page page = browser.open(management.url() + "#at=" + writtenAt, ColorScheme.LIGHT);
    assertThat(page.locator("#racks-title")).containsText("Racks as of");
    assertThat(page.locator("#attention")).containsText("1 rack waits for billing");
    List<String> counted = page.locator("#statuses button").allTextContents();

    page.evaluate("id => { location.hash += '&object=' + id }", WEB);
    assertThat(page.locator("#detail")).isVisible();
    page.evaluate("() => { location.hash = '' }");

    assertThat(page.locator("#detail")).isHidden();
    assertThat(page.locator("#racks-title")).hasText("Racks");
    assertThat(page.locator("body.past")).hasCount(0);
    assertThat(device(page, WEB)).isVisible();
    assertEquals(counted, page.locator("#statuses button").allTextContents());
  }

  @Test
  void followsAnAddressThatIsChangedWhileAnEarlierViewArrives() throws IOException {
    String writtenAt = JSON.readTree(view.toFile()).path("written_at").asText();
    Page page = browser.open(management.url() + "#at=" + writtenAt, ColorScheme.LIGHT);
    assertThat(page.locator("#racks-title")).containsText("Racks as of");

    page.evaluate(
        """
        () => {
          const real = window.fetch;
          window.fetch = async (...request) => {
            const answer = await real(...request);
            if (!String(request[0]).includes('view?at=')) return answer;
            const body = await answer.json();
            answer.json = async () => {
              location.hash = '';
              return body;
            };
            return answer;
          };
          dispatchEvent(new HashChangeEvent('hashchange'));
        }
        """);

    assertThat(page.locator("#racks-title")).hasText("Racks");
    assertEquals(management.url(), page.url().replaceAll("#$", ""));
  }

  @Test
  void saysThatAnEarlierViewIsNotKnownUntilAnotherIsAskedFor() throws IOException {
    String before = management.url() + "#at=2020-01-01T00:00:00Z";
    Page page = browser.open(before, ColorScheme.LIGHT);
    Locator text = page.locator("#moment-text");
    assertThat(text).containsText("the history reaches back to");

    store(next -> setStatus(next, WEB, "SUSPENDED"));
    tell(WEB, "SUSPENDED");
    assertThat(device(page, WEB)).containsText("suspended");

    assertThat(text).containsText("the history reaches back to");
    assertThat(text).not().containsText("404");
    assertTrue(page.locator("#moment").boundingBox().width > 500, "the time line keeps its place");
    assertEquals(management.url(), page.url());
    page.locator("#moment-close").click();
    page.locator("#look-back").click();
    assertThat(text).hasText("Now");
  }

  @Test
  void namesTheOffsetOfTimesThatHaveAnotherThanNow() {
    Page page = browser.open(management.url(), ColorScheme.LIGHT, "Europe/Berlin");
    Function<String, Object> clock =
        time -> page.evaluate("async at => (await import('/time.js')).clock(at)", time);

    Object winter = clock.apply("2025-01-15T11:00:00Z");
    Object summer = clock.apply("2025-07-15T10:00:00Z");

    boolean isWinter =
        ZoneId.of("Europe/Berlin").getRules().getOffset(Instant.now()).getTotalSeconds() == 3600;
    assertEquals(isWinter ? "Jan 15, 12:00:00" : "Jan 15, 12:00:00 GMT+1", winter);
    assertEquals(isWinter ? "Jul 15, 12:00:00 GMT+2" : "Jul 15, 12:00:00", summer);
  }

  @Test
  void savesNoNameAsAFormula() throws IOException {
    Map<String, String> names = new TreeMap<>();
    names.put("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0");
    names.put("\n=1+1", "\"'\n=1+1\"");
    names.put("\uFF1D1+1", "'\uFF1D1+1");
    names.put("+1,\"2\"", "\"'+1,\"\"2\"\"\"");
    names.put("-2.5", "-2.5");
    store(
        next -> {
          int i = 0;
          for (String name : names.keySet()) {
            ((ObjectNode) next.at("/devices/" + i++ + "/name")).put("concertim", name);
          }
        });
    String wanted = "#show=table&columns=name";
    Page page = browser.open(management.url() + wanted, ColorScheme.LIGHT);
    assertThat(page.locator("#table-count")).containsText(" devices");

    Download saved = page.waitForDownload(() -> page.locator("#table-csv").click());

    List<String> lines = List.of(Files.readString(saved.path()).split("\r\n", -1));
    assertTrue(lines.containsAll(names.values()), () -> names.values() + " in " + lines);
  }

  @Test
  void printsTheRowsThatAreNotInThePageToo() throws IOException {
    store(
        next -> {
          ArrayNode devices = (ArrayNode) next.path("devices");
          ObjectNode device = (ObjectNode) devices.get(0);
          for (int i = 0; i < 600; i++) {
            ObjectNode another = device.deepCopy();
            ((ObjectNode) another.path("id")).put("cloud", "another-" + i).putNull("concertim");
            devices.add(another);
          }
        });
    Page page = browser.open(management.url() + "#show=table", ColorScheme.LIGHT);
    assertThat(page.locator("#table-count")).containsText(" devices");
    assertTrue(page.locator("#table-rows th").count() < 100);

    String printed = new String(page.pdf(), ISO_8859_1);

    long pages = Pattern.compile("/Type\\s*/Page\\b").matcher(printed).results().count();
    assertTrue(pages > 10, () -> pages + " pages");
    assertTrue(page.locator("#table-rows th").count() < 100);
  }

  @Test
  void hasNoBarriersWhereDeletionsAreHeld() throws IOException {
    store(next -> next.set("held", tree(HOLD)));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open(scheme);
      assertThat(page.locator("#attention .held")).containsText("1 volume deletions held");
      assertEquals(List.of(), Browser.barriers(page), scheme::toString);
      Browser.picture(page, "held-" + scheme);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void leavesTheFocusInWhatNeedsAttentionWhenASyncFindsMore() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    page.locator("#attention-adjusted summary").click();
    left(page, LOST).focus();

    store(
        next -> {
          addProblem(next, 0, "another");
          next.set("held", tree(HOLD));
        });

    assertThat(left(page, "another")).isVisible();
    assertThat(page.locator("#attention .held")).isVisible();
    assertThat(left(page, LOST)).isFocused();
    assertThat(page.locator("#attention-adjusted")).hasAttribute("open", "");
  }

  @Test
  void givesTheFocusToTheRestWhenWhatNeededAttentionIsSolved() throws IOException {
    store(next -> addProblem(next, 0, "another"));
    Page page = open(ColorScheme.LIGHT);
    left(page, "another").focus();

    store(next -> ((ArrayNode) next.path("problems")).remove(0));

    assertThat(left(page, "another")).hasCount(0);
    assertThat(page.locator("#attention-left_out summary")).isFocused();
  }

  @Test
  void leavesTheFocusAndThePlaceInTheDetailWhenSomethingChanges() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    page.setViewportSize(1200, 400);
    device(page, WEB).click();
    assertThat(page.locator("#detail table")).isVisible();
    Locator said = page.locator("#detail .layer").first().locator("summary").first();
    said.focus();
    page.keyboard().press("Enter");
    Object scrolled =
        page.locator("#detail").evaluate("it => { it.scrollTop = 40; return it.scrollTop; }");

    store(next -> setStatus(next, DB, "SUSPENDED"));
    tell(WEB, "told of itself");

    assertThat(page.locator("#detail .history")).containsText("told of itself");
    assertThat(said).isFocused();
    assertEquals(false, said.evaluate("it => it.parentElement.open"));
    assertEquals(scrolled, page.locator("#detail").evaluate("it => it.scrollTop"));
  }

  @Test
  void leavesTheFocusOnADeviceWhenItsRackAndOthersChange() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    String first = page.locator(".rack").first().getAttribute("data-rack");
    Locator beside = page.locator(".rack").nth(1).locator(".device").last();
    beside.focus();
    String focused = beside.getAttribute("data-object");

    store(
        next -> {
          remove((ArrayNode) next.path("racks"), first);
          setStatus(next, focused, "SUSPENDED");
        });
    tell(focused, "SUSPENDED");

    assertThat(page.locator("[data-rack='" + first + "']")).hasCount(0);
    assertThat(device(page, focused)).containsText("suspended");
    assertThat(device(page, focused)).isFocused();
  }

  @Test
  void givesTheFocusBackWhereADetailWasOpenedFromThoughTheRackHasChanged() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    device(page, WEB).click();
    assertThat(page.locator("#detail table")).isVisible();

    store(next -> setStatus(next, WEB, "SUSPENDED"));
    tell(WEB, "SUSPENDED");

    assertThat(device(page, WEB)).containsText("suspended");
    page.keyboard().press("Escape");
    assertThat(device(page, WEB)).isFocused();
  }

  private static void remove(ArrayNode objects, String id) {
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).at("/id/cloud").asText().equals(id)) {
        objects.remove(i);
        return;
      }
    }
    throw new AssertionError("there is no " + id);
  }

  @Test
  void showsAllTeamsAgainWhenTheSelectedOneHasGone() throws IOException {
    Page page = open(ColorScheme.LIGHT);
    String team = page.locator(".team").first().getAttribute("data-team");
    page.locator("#team").selectOption(team);
    assertThat(page.locator(".team").last()).isHidden();

    store(next -> remove((ArrayNode) next.path("teams"), team));
    tell(WEB, "without a team");

    assertThat(page.locator("#team option[value='" + team + "']")).hasCount(0);
    assertThat(page.locator("#team")).hasValue("");
    assertThat(page.locator(".team:not([data-team='" + team + "'])").first()).isVisible();
  }

  @Test
  void followsADataDirectoryThatWasBegunAnew() throws IOException {
    store(next -> next.put("generation", 50));
    tell(WEB, "of the old directory");
    Page page = open(ColorScheme.LIGHT);
    assertThat(page.locator("#change-list")).containsText("of the old directory");

    Files.delete(view.resolveSibling("changes.jsonl"));
    store(
        next -> {
          next.put("generation", 2);
          setStatus(next, WEB, "SUSPENDED");
        });
    tell(DB, "of the new directory");

    assertThat(page.locator("#change-list")).containsText("of the new directory");
    assertThat(device(page, WEB)).containsText("suspended");
  }

  @Test
  void findsWhatWasSearchedForBeforeTheViewHadCome() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    AtomicReference<Route> held = new AtomicReference<>();
    page.route("**/api/view", held::set);
    page.navigate(management.url());
    assertThat(device(page, WEB)).isVisible();
    page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Search")).fill(WEB);
    assertThat(page.locator("#found-count")).hasText("0 found");
    page.waitForCondition(() -> held.get() != null);

    held.get().resume();

    assertThat(page.locator("#found-count")).hasText("1 found");
    assertThat(page.locator("#found li").first()).containsText("web.alpha-web");
  }

  @Test
  void showsTheFirstRacksAndGoesOnAskingWhileALargeViewIsOnItsWay() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    AtomicInteger asked = new AtomicInteger();
    page.route("**/api/view", route -> {}); // never answered
    page.route(
        "**/api/summary",
        route -> {
          asked.incrementAndGet();
          route.resume();
        });
    page.navigate(management.url());
    assertThat(page.locator("#as-of")).containsText("Live · as of");

    page.waitForCondition(() -> asked.get() >= 4);

    assertThat(page.locator("#lost")).isHidden();
    assertThat(device(page, WEB)).isVisible();
  }

  @Test
  void doesNotSayThatItIsStaleTheMomentThatItIsLookedAtAgain() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    page.clock().install();
    page.addInitScript(
        "Object.defineProperty(document, 'hidden', { get: () => window.isHidden ?? false });");
    page.navigate(management.url());
    assertThat(page.locator("#as-of")).containsText("Live · as of");
    look(page, false);
    page.route("**/api/**", route -> {}); // never answered
    page.clock().pauseAt(System.currentTimeMillis() + 60_000);
    page.clock().runFor(40_000);
    assertThat(page.locator("#lost")).isHidden();

    look(page, true);

    page.clock().runFor(2_000);
    assertEquals("none", page.locator("#lost").evaluate("it => getComputedStyle(it).display"));
    page.clock().runFor(6_000);
    assertThat(page.locator("#lost")).isVisible();
  }

  @Test
  void showsNothingOfHostsOnAHostAlone() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    page.waitForResponse(
        response -> response.url().endsWith("/api/cluster") && response.status() == 200,
        () -> page.navigate(management.url()));
    assertThat(device(page, WEB)).isVisible();

    assertThat(page.locator("#hosts > li")).hasCount(0);
    assertThat(page.locator("#hosts")).isHidden();
  }

  private static void look(Page page, boolean at) {
    page.evaluate(
        "hidden => { window.isHidden = hidden;"
            + " document.dispatchEvent(new Event('visibilitychange')); }",
        !at);
  }

  @Test
  void keepsNothingOfTheQuestionsThatItHasAsked() {
    Page page = browser.open("about:blank", ColorScheme.LIGHT);
    page.addInitScript(
        """
        window.listening = 0;
        for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
          const real = document[name].bind(document);
          document[name] = (type, ...more) => {
            if (type === 'visibilitychange') window.listening += step;
            real(type, ...more);
          };
        }
        """);
    AtomicInteger asked = new AtomicInteger();
    page.onRequest(request -> asked.addAndGet(request.url().endsWith("/api/summary") ? 1 : 0));
    page.navigate(management.url());

    page.waitForCondition(() -> asked.get() >= 4);

    assertTrue((int) page.evaluate("window.listening") <= 2);
  }
}
