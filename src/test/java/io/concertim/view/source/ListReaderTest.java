// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.OpenStackRows;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ListReaderTest {
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Optional<Layers> known = Optional.of(Layers.empty());
  private final EntityTags tags = new EntityTags(() -> known);
  private final ListReader reader =
      new ListReader(
          new HybridClock(Clock.systemUTC()),
          tags,
          new RowReader(allParsers(), () -> known.orElse(Layers.empty())));
  private Kind kind;

  private static Map<Kind, RowParser> allParsers() {
    Map<Kind, RowParser> parsers = new HashMap<>(OpenStackRows.parsers());
    parsers.putAll(ConcertimRows.parsers());
    parsers.putAll(KillBillRows.parsers());
    return parsers;
  }

  private void begin(Kind list, String path) {
    kind = list;
    exchange.setProperty("path", path);
    reader.begin(exchange, list, path);
  }

  private String page(String body, String nextPageUri) {
    reader.page(
        exchange,
        stream(body),
        kind,
        exchange.getProperty("path", String.class),
        exchange.getProperty("reading", SourceRead.class),
        exchange.getProperty("started", Long.class),
        pages(),
        nextPageUri);
    return exchange.getProperty("path", String.class);
  }

  @SuppressWarnings("unchecked")
  private Set<String> pages() {
    return exchange.getProperty("pages", Set.class);
  }

  private SourceRead end() {
    return reader.end(
        exchange,
        kind,
        exchange.getProperty("reading", SourceRead.class),
        exchange.getProperty("started", Long.class));
  }

  private static String server(String id) {
    return "{\"id\": \"" + id + "\", \"tenant_id\": \"p\"}";
  }

  @Test
  @DisplayName("A17: follows the pages, on the server's address as the catalog has it")
  void followsTheLinksToTheEnd() {
    begin(Kind.SERVER, "/servers/detail?all_tenants=1&limit=1");

    String next = page(Recorded.text("openstack/nova-servers-detail-limit1-page1.json"), null);
    assertTrue(next.startsWith("/servers/detail?all_tenants=1&limit=1&marker="), next);
    assertNull(page("{\"servers\": [" + server("last") + "]}", null));

    SourceRead reading = end();
    assertEquals(2, reading.observations().size());
    assertEquals(Set.of(Kind.SERVER), reading.completeLists().keySet());
  }

  @Test
  @DisplayName("A17: follows Kill Bill's header, which names the path without its host")
  void followsTheHeaderOfKillBill() {
    begin(Kind.ACCOUNT, "/1.0/kb/accounts/pagination?accountWithBalanceAndCBA=true&limit=1");
    String recorded = Recorded.text("killbill/accounts-pagination-page1.json");
    String uri =
        Recorded.parse(recorded)
            .at("/response/headers/X-Killbill-Pagination-NextPageUri")
            .textValue();

    assertEquals(uri, page(Recorded.json("killbill/accounts-pagination-page1.json") + "", uri));
    assertNull(page(Recorded.json("killbill/accounts-pagination-page2.json") + "", null));
    assertEquals(2, end().observations().size());
  }

  @Test
  void allRowsHaveTheVersionOfTheBeginning() {
    begin(Kind.SERVER, "/servers");
    page("{\"servers\": [" + server("a") + "," + server("b") + "]}", null);

    SourceRead reading = end();
    assertEquals(
        List.of(reading.started()),
        reading.observations().stream().map(Observation::seen).distinct().toList());
    assertEquals(Map.of(Kind.SERVER, reading.started()), reading.completeLists());
  }

  @Test
  void aFactThatIsKnownAlreadyIsNotKeptTwice() {
    begin(Kind.SERVER, "/servers");
    page("{\"servers\": [" + server("a") + "," + server("b") + "]}", null);
    Layers before = Layers.empty().merge(end().observations());
    known = Optional.of(before);

    begin(Kind.SERVER, "/servers");
    String changed = server("b").replace("\"p\"", "\"another\"");
    page("{\"servers\": [" + server("a") + "," + changed + "]}", null);

    Layers read = Layers.empty().merge(end().observations());
    assertSame(before.fact(Server.class, "a").get(), read.fact(Server.class, "a").get());
    assertNotEquals(before.fact(Server.class, "b"), read.fact(Server.class, "b"));
    assertTrue(seen(read) > seen(before));
  }

  private static long seen(Layers layers) {
    return layers.observation(Kind.SERVER, "a").get().seen();
  }

  @Test
  @DisplayName("B: a row that cannot be understood is told, and its object is not gone")
  void aBadRowIsAProblemAndStillCountsAsListed() {
    begin(Kind.SERVER, "/servers");
    page("{\"servers\": [{\"id\": \"bad\"}, " + server("good") + "]}", null);

    SourceRead reading = end();
    assertEquals(
        List.of(
            new Problem(
                Problem.Effect.LEFT_OUT,
                Problem.Cause.UNREADABLE,
                "server",
                "bad",
                "has no tenant_id")),
        reading.problems());
    assertEquals(1, reading.observations().size());
    assertEquals(Set.of("bad", "good"), reading.listed(Kind.SERVER));
    assertTrue(reading.completeLists().containsKey(Kind.SERVER));
  }

  @Test
  void aBadRowIsKnownByTheIdOfItsKind() {
    begin(Kind.ACCOUNT, "/accounts");
    page("[{\"accountId\": \"a1\", \"accountCBA\": \"much\"}, {\"accountId\": \"a2\"}]", null);

    SourceRead reading = end();
    assertEquals("has no number in accountCBA", reading.problems().get(0).reason());
    assertEquals(Set.of("a1", "a2"), reading.listed(Kind.ACCOUNT));
    assertTrue(reading.completeLists().containsKey(Kind.ACCOUNT));
  }

  @Test
  void aBadRowThatCouldBeAnyObjectLeavesNothingMissing() {
    begin(Kind.ACCOUNT, "/accounts");
    page("[{\"accountCBA\": \"1\"}, {\"accountId\": \"a2\"}]", null);

    SourceRead reading = end();
    assertEquals("has no accountId", reading.problems().get(0).reason());
    assertEquals(1, reading.observations().size());
    assertFalse(reading.completeLists().containsKey(Kind.ACCOUNT));
    assertNull(reading.failure());
  }

  @Test
  void anObjectThatTheListShowsAsDeletedIsNotListed() {
    begin(Kind.SERVER, "/servers/detail");
    page(
        "{\"servers\": ["
            + server("s1").replace("{", "{\"status\": \"DELETED\", ")
            + ", "
            + server("s2")
            + "]}",
        null);

    SourceRead reading = end();

    assertEquals(Set.of("s2"), reading.listed(Kind.SERVER));
    assertEquals(Set.of("s1"), reading.deleted(Kind.SERVER));
  }

  @Test
  void aListThatNamesItselfAsItsNextPageEnds() {
    begin(Kind.SERVER, "/servers?limit=1");
    String body =
        "{\"servers\": [], \"servers_links\": [{\"rel\": \"next\", \"href\": \"http://x/y%s\"}]}";

    assertEquals(
        "openstack: the list /servers?limit=1 names a page again: /servers?limit=1",
        assertThrows(SourceException.class, () -> page(body.formatted("?limit=1"), null))
            .getMessage());
  }

  @Test
  void listsThatGoRoundInACircleEnd() {
    begin(Kind.SERVER, "/servers?limit=1");
    String body =
        "{\"servers\": [], \"servers_links\": [{\"rel\": \"next\", \"href\": \"/s?marker=%s\"}]}";

    page(body.formatted("a"), null);
    page(body.formatted("b"), null);
    assertThrows(SourceException.class, () -> page(body.formatted("a"), null));
  }

  @Test
  void aBodyThatIsNoListSaysWhichOne() {
    begin(Kind.SERVER, "/servers?limit=1");

    assertEquals(
        "openstack: /servers?limit=1: the answer holds no list",
        assertThrows(SourceException.class, () -> page("{}", null)).getMessage());
    assertTrue(
        assertThrows(SourceException.class, () -> page("{\"servers\": [", null))
            .getMessage()
            .startsWith("openstack: /servers?limit=1: the answer is not complete JSON: "));
  }

  private void answeredWith(int status, String entityTag) {
    exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    exchange.getMessage().setHeader("ETag", entityTag);
  }

  private static final String TEAMS = "[{\"id\": \"t1\", \"name\": \"alpha\"}]";

  private SourceRead readTeams(String entityTag) {
    begin(Kind.TEAM, "/api/v1/teams");
    answeredWith(200, entityTag);
    page(TEAMS, null);
    return end();
  }

  @Test
  void asksOnlyForWhatChangedOnceAListHasBeenTakenOver() {
    tags.take(readTeams("W/\"1\"").entityTags());
    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals("W/\"1\"", exchange.getProperty("entityTag"));
    answeredWith(304, "W/\"1\"");
    page("", null);
    SourceRead unchanged = end();

    assertTrue(unchanged.observations().isEmpty());
    assertTrue(unchanged.completeLists().isEmpty(), "nothing is missing in it either");
    assertEquals(null, exchange.getProperty("entityTag"));
  }

  @Test
  void asksForAllOfAListThatWasReadButNotTakenOver() {
    readTeams("W/\"1\"");

    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals(null, exchange.getProperty("entityTag"));
  }

  @Test
  void asksForAllAgainAfterAnythingOfThatSourceWasInDoubt() {
    tags.take(readTeams("W/\"1\"").entityTags());
    tags.forget(Source.CONCERTIM);

    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals(null, exchange.getProperty("entityTag"));
  }

  @Test
  void asksForAllAgainOnceAnythingOfThatKindHasBeenSeenLater() {
    SourceRead read = readTeams("W/\"1\"");
    tags.take(read.entityTags());
    known = Optional.of(Layers.empty().merge(read.observations()));
    begin(Kind.TEAM, "/api/v1/teams");
    assertEquals("W/\"1\"", exchange.getProperty("entityTag"));

    known =
        known.map(layers -> layers.merge(List.of(gone(Kind.USER, read), gone(Kind.TEAM, read))));
    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals(null, exchange.getProperty("entityTag"));
  }

  @Test
  void asksForAllAgainWhereAnythingIsKnownThatTheListDoesNotShow() {
    SourceRead read = readTeams("W/\"1\"");
    tags.take(read.entityTags());
    PortalTeam other = new PortalTeam("t2", "beta", null, null, null, null, 0, 0);
    known =
        Optional.of(
            Layers.empty()
                .merge(read.observations())
                .merge(List.of(Observation.of(Kind.TEAM, read.started() - 1, other))));
    begin(Kind.TEAM, "/api/v1/teams");
    assertEquals(null, exchange.getProperty("entityTag"));

    known =
        known.map(
            layers ->
                layers
                    .without(seen -> seen.id().equals("t2"))
                    .merge(List.of(Observation.gone(Kind.TEAM, "t2", read.started() - 1))));
    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals("W/\"1\"", exchange.getProperty("entityTag"), "that is gone by then");
  }

  private static Observation gone(Kind kind, SourceRead read) {
    return Observation.gone(kind, "elsewhere", read.started() + 1);
  }

  @Test
  void asksForAllAgainWhileAnotherProcessMayKnowMore() {
    tags.take(readTeams("W/\"1\"").entityTags());
    known = Optional.empty();

    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals(null, exchange.getProperty("entityTag"));
  }

  @Test
  void keepsTheTagOfTheLaterOfTwoReads() {
    SourceRead earlier = readTeams("W/\"1\"");
    SourceRead later = readTeams("W/\"2\"");
    tags.take(later.entityTags());
    tags.take(earlier.entityTags());

    begin(Kind.TEAM, "/api/v1/teams");

    assertEquals("W/\"2\"", exchange.getProperty("entityTag"));
  }

  @Test
  void whenAListWasAskedForIsToldByTheServersClock() {
    begin(Kind.TEAM, "/api/v1/teams");
    exchange.getMessage().setHeader("Date", "Fri, 27 Nov 2020 06:00:00 GMT");
    page(TEAMS, null);

    Instant asked = end().askedAt(Kind.TEAM);

    Instant answered = Instant.parse("2020-11-27T06:00:00Z");
    assertFalse(asked.isAfter(answered.minusSeconds(1)), "making the answer took some time");
    assertTrue(asked.isAfter(answered.minusSeconds(60)), "our clock is years ahead");
  }

  @Test
  void aServersClockThatIsAheadOfOursHidesNoChange() {
    begin(Kind.TEAM, "/api/v1/teams");
    exchange.getMessage().setHeader("Date", "Fri, 27 Nov 2099 06:00:00 GMT");
    page(TEAMS, null);

    assertFalse(end().askedAt(Kind.TEAM).isAfter(Instant.now()));
  }

  @Test
  void aListOfWhatHasChangedIsNeverComplete() {
    begin(Kind.TEAM, "/api/v1/teams?changes-since=");
    exchange.setProperty("since", "2026-11-27T06:00:00Z");
    page(TEAMS, null);

    SourceRead read = end();

    assertEquals(Map.of(), read.completeLists());
    assertEquals(Set.of(Kind.TEAM), read.changes().keySet());
    begin(Kind.TEAM, "/api/v1/teams");
    page(TEAMS, null);
    assertEquals(Set.of(Kind.TEAM), end().completeLists().keySet(), "the next list is a whole one");
  }

  @Test
  void aDateThatIsNoneSpoilsNoList() {
    begin(Kind.TEAM, "/api/v1/teams");
    exchange.getMessage().setHeader("Date", "today");
    page(TEAMS, null);

    SourceRead read = end();

    assertEquals(1, read.observations().size());
    assertEquals(null, read.answeredAt(Kind.TEAM));
  }
}
