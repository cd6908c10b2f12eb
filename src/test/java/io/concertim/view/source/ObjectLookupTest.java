package io.concertim.view.source;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Absence;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Stack;
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
    "PROJECT, openstack, identity, /projects/x%2F1",
    "FLAVOR, openstack, compute, /flavors/x%2F1",
    "SERVER_GROUP, openstack, compute, /os-server-groups/x%2F1",
    "SUBSCRIPTION, killbill, , /1.0/kb/subscriptions/x%2F1",
    "TEMPLATE, concertim, , /api/v1/templates",
    "TEAM, concertim, , /api/v1/teams",
    "USER, concertim, , /api/v1/users",
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
    Stack stack = new Stack("s1", "my stack", "p", null, "CREATE_COMPLETE", null, null);

    lookup.begin(exchange, new Absence(Kind.STACK, "s1", stack));

    assertEquals("/stacks/my%20stack/s1", exchange.getProperty("path"));
  }

  @Test
  void asksForAFieldWithTheOthersOfItsObject() {
    CustomField field = new CustomField("x", "SUBSCRIPTION", "b/1", "openstack_stack_id", "s1");

    lookup.begin(exchange, new Absence(Kind.CUSTOM_FIELD, "x", field));

    assertEquals("/1.0/kb/subscriptions/b%2F1/customFields", exchange.getProperty("path"));
  }

  /** These belong to a stack, and go with it. */
  private static final Set<Kind> OF_A_STACK =
      EnumSet.of(Kind.NESTED_STACK, Kind.STACK_OUTPUTS, Kind.STACK_RESOURCES);

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindThatIsListedCanBeAskedFor(Kind kind) {
    Fact last =
        kind == Kind.CUSTOM_FIELD ? new CustomField("x", "ACCOUNT", "a", "name", "value") : null;
    Absence absence = new Absence(kind, "x", last);
    if (OF_A_STACK.contains(kind)) {
      assertThrows(IllegalArgumentException.class, () -> lookup.begin(exchange, absence));
    } else {
      lookup.begin(exchange, absence);
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
  void whatIsShownInAListOnlyIsGoneOnceTheListLacksItAgain() throws IOException {
    for (Kind kind : List.of(Kind.TEMPLATE, Kind.TEAM, Kind.USER)) {
      assertEquals(List.of(), found(kind, "[{\"id\": \"y\"}, {\"id\": \"x\"}]"));
      assertEquals(List.of(Observation.gone(kind, "x", 7)), found(kind, "[{\"id\": \"y\"}]"));
    }
    assertEquals(List.of(), found(Kind.CUSTOM_FIELD, "[{\"customFieldId\": \"x\"}]"));
    assertEquals(
        List.of(Observation.gone(Kind.CUSTOM_FIELD, "x", 7)), found(Kind.CUSTOM_FIELD, "[]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "", "{\"error\": \"maintenance\"}"})
  void anAnswerThatIsNoListLacksNothing(String body) {
    assertThrows(IOException.class, () -> found(Kind.TEMPLATE, body));
    assertThrows(IOException.class, () -> found(Kind.CUSTOM_FIELD, body));
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
    assertNull(exchange.getProperty("absence", Absence.class).last());
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
