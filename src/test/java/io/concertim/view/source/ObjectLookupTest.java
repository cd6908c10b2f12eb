package io.concertim.view.source;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Absence;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectLookupTest {
  private static final Absence STACK = new Absence(Kind.STACK, "s1", null);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final ObjectLookup lookup =
      new ObjectLookup(new HybridClock(Clock.systemUTC()), new News(Clock.systemUTC()));

  @ParameterizedTest
  @CsvSource({
    "RACK, concertim, , /api/v1/racks/x%2F1",
    "DEVICE, concertim, , /api/v1/devices/x%2F1",
    "SERVER, openstack, compute, /servers/x%2F1",
    "VOLUME, openstack, volume, /volumes/x%2F1",
    "NETWORK, openstack, network, /networks/x%2F1",
    "STACK, openstack, orchestration, /stacks/x%2F1",
  })
  void asksWhereObjectsOfThisKindAre(Kind kind, String system, String service, String path) {
    lookup.begin(exchange, new Absence(kind, "x/1", null));

    assertEquals(system, exchange.getProperty("system"));
    assertEquals(service, exchange.getProperty("service"));
    assertEquals(path, exchange.getProperty("path"));
    assertTrue(exchange.getProperty("started", Long.class) > 0);
  }

  @Test
  void asksForAStackByItsNameWhereThatIsKnown() {
    lookup.begin(exchange, new Absence(Kind.STACK, "s1", "my stack"));

    assertEquals("/stacks/my%20stack/s1", exchange.getProperty("path"));
  }

  /** What view_queue reads by id beside what is confirmed by it. */
  private static final Set<Kind> READ_AGAIN =
      EnumSet.of(Kind.PROJECT, Kind.FLAVOR, Kind.SERVER_GROUP);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindThatNeedsConfirmationCanBeAskedFor(Kind kind) {
    Absence absence = new Absence(kind, "x", null);
    if (kind.confirmedById() || READ_AGAIN.contains(kind)) {
      lookup.begin(exchange, absence);
    } else {
      assertThrows(IllegalArgumentException.class, () -> lookup.begin(exchange, absence));
    }
  }

  private List<Observation> found(Kind kind, String body) throws IOException {
    return lookup.found(stream(body), new Absence(kind, "x", null), 7);
  }

  @Test
  void anObjectThatSaysItIsDeletedIsGone() throws IOException {
    assertEquals(
        List.of(Observation.gone(Kind.STACK, "x", 7)),
        found(Kind.STACK, "{\"stack\": {\"stack_status\": \"DELETE_COMPLETE\"}}"));
    assertEquals(
        List.of(Observation.gone(Kind.SERVER, "x", 7)),
        found(Kind.SERVER, "{\"server\": {\"status\": \"DELETED\"}}"));
  }

  @Test
  void anObjectThatAnswersIsNotGone() throws IOException {
    assertEquals(
        List.of(), found(Kind.STACK, "{\"stack\": {\"stack_status\": \"DELETE_FAILED\"}}"));
    assertEquals(List.of(), found(Kind.SERVER, "{\"server\": {\"status\": \"ACTIVE\"}}"));
    assertEquals(List.of(), found(Kind.VOLUME, "{\"volume\": {\"status\": \"deleting\"}}"));
    assertEquals(List.of(), found(Kind.RACK, "{\"status\": \"DELETED\"}"));
    assertEquals(List.of(), found(Kind.STACK, "{}"));
  }

  @Test
  void anAnswerThatIsNoJsonConfirmsNothing() {
    assertThrows(IOException.class, () -> found(Kind.SERVER, "<html></html>"));
    assertEquals(
        List.of(),
        lookup.unconfirmed(STACK, "openstack", new SourceException("openstack: no answer")));
  }

  @Test
  void anUnknownObjectIsGone() {
    assertEquals(List.of(Observation.gone(Kind.STACK, "s1", 7)), lookup.gone(STACK, 7));
  }

  private void redirected(String location) {
    lookup.follow(
        exchange,
        exchange.getProperty("absence", Absence.class),
        new MovedException("moved", location, null));
  }

  @Test
  void followsHeatsRedirectionToTheStacksNameAndId() {
    lookup.begin(exchange, STACK);

    redirected("http://heat:8004/v1/p1/stacks/alpha/s1?x=y");

    assertEquals("/stacks/alpha/s1", exchange.getProperty("path"));
    assertNull(exchange.getProperty("absence", Absence.class).name());
  }

  /** Else a server that redirects in a circle would never end. */
  @Test
  void followsOnlyOnce() {
    lookup.begin(exchange, STACK);
    redirected("http://heat/v1/p1/stacks/alpha/s1");

    assertThrows(SourceException.class, () -> redirected("http://heat/v1/p1/stacks/beta/s1"));
  }

  /** What does not exist at a place where nobody looks for it is not gone. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://host/accounts/sign_in",
        "/",
        "https://sso.example/login?back=/stacks/alpha/s1",
        "http://heat/v1/p1/stacks/alpha/another",
      })
  void doesNotFollowToAnywhereElse(String location) {
    Stream.of(STACK, new Absence(Kind.RACK, "s1", null))
        .forEach(
            absence -> {
              lookup.begin(exchange, absence);
              assertThrows(SourceException.class, () -> redirected(location));
            });
  }
}
