// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.Unconfirmed;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.http.MovedException;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.OpenStackRows;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectLookupTest {
  private static final Map<Kind, RowParser> PARSERS = new EnumMap<>(Kind.class);

  static {
    PARSERS.putAll(ConcertimRows.parsers());
    PARSERS.putAll(OpenStackRows.parsers());
    PARSERS.putAll(KillBillRows.parsers());
    PARSERS.put(Kind.STACK, OpenStackRows::shownStack);
  }

  private static final MissingObject STACK = new MissingObject(Kind.STACK, "s1", null);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final ObjectLookup lookup =
      new ObjectLookup(
          new HybridClock(Clock.systemUTC()),
          new ObjectAnswer(PARSERS),
          new LogOnce(Clock.systemUTC()));

  @ParameterizedTest
  @CsvSource({
    "RACK, concertim, concertim, /api/v1/racks/x%2F1",
    "DEVICE, concertim, concertim, /api/v1/devices/x%2F1",
    "SERVER, openstack, compute, /servers/x%2F1",
    "VOLUME, openstack, volume, /volumes/x%2F1",
    "NETWORK, openstack, network, /networks/x%2F1",
    "STACK, openstack, orchestration, /stacks/x%2F1",
    "PROJECT, openstack, identity, /projects/x%2F1",
    "FLAVOR, openstack, compute, /flavors/x%2F1",
    "SERVER_GROUP, openstack, compute, /os-server-groups/x%2F1",
    "ACCOUNT, killbill, killbill, /1.0/kb/accounts/x%2F1?accountWithBalanceAndCBA=true",
    "SUBSCRIPTION, killbill, killbill, /1.0/kb/subscriptions/x%2F1",
    "TEMPLATE, concertim, concertim, /api/v1/templates",
    "TEAM, concertim, concertim, /api/v1/teams",
    "USER, concertim, concertim, /api/v1/users",
  })
  void asksWhereObjectsOfThisKindAre(Kind kind, String system, String service, String path) {
    lookup.begin(exchange, new MissingObject(kind, "x/1", null));

    assertEquals(system, exchange.getProperty("system"));
    assertEquals(service, exchange.getProperty("service"));
    assertEquals(path, exchange.getProperty("path"));
    assertTrue(exchange.getProperty("started", Long.class) > 0);
  }

  @Test
  void asksForAStackByItsNameWhereThatIsKnown() {
    Stack stack = new Stack("s1", "my stack", "p", null, "CREATE_COMPLETE", null, null);

    lookup.begin(exchange, new MissingObject(Kind.STACK, "s1", stack));

    assertEquals("/stacks/my%20stack/s1", exchange.getProperty("path"));
  }

  @Test
  void asksForAFieldWithTheOthersOfItsObject() {
    CustomField field = new CustomField("x", "SUBSCRIPTION", "b/1", "openstack_stack_id", "s1");

    lookup.begin(exchange, new MissingObject(Kind.CUSTOM_FIELD, "x", field));

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
    MissingObject absence = new MissingObject(kind, "x", last);
    if (OF_A_STACK.contains(kind)) {
      assertThrows(IllegalArgumentException.class, () -> lookup.begin(exchange, absence));
    } else {
      lookup.begin(exchange, absence);
    }
  }

  private List<Observation> found(Kind kind, String body) throws IOException {
    return lookup.found(stream(body.replace('\'', '"')), new MissingObject(kind, "x", null), 7);
  }

  @Test
  void anObjectThatSaysItIsDeletedIsGone() throws IOException {
    assertEquals(
        List.of(Observation.gone(Kind.STACK, "x", 7)),
        found(Kind.STACK, "{'stack': {'id': 'x', 'stack_status': 'DELETE_COMPLETE'}}"));
    for (String status : List.of("DELETED", "SOFT_DELETED")) {
      assertEquals(
          List.of(Observation.gone(Kind.SERVER, "x", 7)),
          found(Kind.SERVER, "{'server': {'id': 'x', 'status': '" + status + "'}}"));
    }
  }

  @Test
  @DisplayName("what an object shows that is asked for by its id is used")
  void whatAnObjectShowsIsUsed() throws IOException {
    assertEquals(
        List.of(
            Observation.of(
                Kind.VOLUME,
                7,
                new Volume("x", null, null, "error", null, null, null, null, null))),
        found(Kind.VOLUME, "{'volume': {'id': 'x', 'status': 'error'}}"));
    assertEquals(
        List.of(Observation.of(Kind.SUBSCRIPTION, 7, new Subscription("x", null, "CANCELLED"))),
        found(Kind.SUBSCRIPTION, "{'subscriptionId': 'x', 'state': 'CANCELLED'}"));
    assertEquals(
        "DELETE_FAILED",
        ((Stack)
                found(
                        Kind.STACK,
                        "{'stack': {'id': 'x', 'stack_name': 'n', 'stack_status': 'DELETE_FAILED',"
                            + " 'parameters': {'OS::project_id': 'p'}}}")
                    .get(0)
                    .fact())
            .status());
    assertEquals(
        "DELETED",
        ((PortalRack)
                found(Kind.RACK, "{'id': 'x', 'name': 'n', 'u_height': 42, 'status': 'DELETED'}")
                    .get(0)
                    .fact())
            .status());
  }

  @Test
  void anAnswerAboutAnotherObjectSaysNothing() {
    for (String body : List.of("{}", "[]", "{'server': {'id': 'y'}}", "{'server': {}}", "7")) {
      assertThrows(RowException.class, () -> found(Kind.SERVER, body), body);
    }
    assertThrows(RowException.class, () -> found(Kind.RACK, "{'status': 'DELETED'}"));
    assertThrows(RowException.class, () -> found(Kind.STACK, "{}"));
  }

  private static boolean isGone(List<Observation> shown) {
    assertEquals(1, shown.size());
    return shown.get(0).isGone();
  }

  @Test
  void whatIsShownInAListOnlyIsGoneOnceTheListLacksItAgain() throws IOException {
    String y = "{'id': 'y', 'name': 'n', 'login': 'l', 'height': 1}";
    for (Kind kind : List.of(Kind.TEMPLATE, Kind.TEAM, Kind.USER)) {
      assertFalse(isGone(found(kind, "[" + y + ", " + y.replace("'y'", "'x'") + "]")));
      assertEquals(List.of(Observation.gone(kind, "x", 7)), found(kind, "[" + y + "]"));
    }
    assertFalse(
        isGone(
            found(
                Kind.CUSTOM_FIELD,
                "[{'customFieldId': 'x', 'objectType': 'ACCOUNT', 'objectId': 'a', 'name':"
                    + " 'n'}]")));
    assertEquals(
        List.of(Observation.gone(Kind.CUSTOM_FIELD, "x", 7)), found(Kind.CUSTOM_FIELD, "[]"));
  }

  @Test
  void aListDecidesOnAllThatItLacked() throws IOException {
    MissingObject teams =
        new MissingObject(Kind.TEAM, "x", null, List.of(new MissingObject(Kind.TEAM, "y", null)));
    List<Observation> shown = lookup.found(stream("[{\"id\": \"y\", \"name\": \"n\"}]"), teams, 7);
    assertEquals(Observation.gone(Kind.TEAM, "x", 7), shown.get(0));
    assertEquals("y", shown.get(1).fact().id());
  }

  @Test
  @DisplayName("a rack that is gone takes its devices with it")
  void aRackThatIsGoneTakesItsDevicesWithIt() {
    MissingObject rack =
        new MissingObject(Kind.RACK, "r", null, List.of(new MissingObject(Kind.DEVICE, "d", null)));
    assertEquals(
        List.of(Observation.gone(Kind.RACK, "r", 7), Observation.gone(Kind.DEVICE, "d", 7)),
        lookup.gone(rack, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "", "{\"error\": \"maintenance\"}"})
  void anAnswerThatIsNoListLacksNothing(String body) {
    assertThrows(RowException.class, () -> found(Kind.TEMPLATE, body));
    assertThrows(RowException.class, () -> found(Kind.CUSTOM_FIELD, body));
  }

  @Test
  void anAnswerThatIsNoJsonConfirmsNothing() {
    assertThrows(IOException.class, () -> found(Kind.SERVER, "<html></html>"));
    assertEquals(
        new Unconfirmed(STACK, "openstack: no answer"),
        lookup.unconfirmed(STACK, "openstack", new SourceException("openstack: no answer")));
  }

  @Test
  void anUnknownObjectIsGone() {
    assertEquals(List.of(Observation.gone(Kind.STACK, "s1", 7)), lookup.gone(STACK, 7));
  }

  private void redirected(String location) {
    lookup.follow(
        exchange,
        exchange.getProperty("absence", MissingObject.class),
        exchange.getProperty("path", String.class),
        new MovedException("moved", location, null));
  }

  @Test
  void followsHeatsRedirectionToTheStacksNameAndId() {
    lookup.begin(exchange, STACK);

    redirected("http://heat:8004/v1/p1/stacks/alpha/s1?x=y");

    assertEquals("/stacks/alpha/s1", exchange.getProperty("path"));
    assertNull(exchange.getProperty("absence", MissingObject.class).last());
  }

  /** Else a server that redirects in a circle would never end. */
  @Test
  void followsOnlyOnce() {
    lookup.begin(exchange, STACK);
    redirected("http://heat/v1/p1/stacks/alpha/s1");

    assertThrows(SourceException.class, () -> redirected("http://heat/v1/p1/stacks/beta/s1"));
  }

  @Test
  @DisplayName("a stack that Heat does not know by its name is asked for by its id")
  void asksByIdWhereHeatDoesNotKnowTheName() {
    Stack stack = new Stack("s1", "old", "p", null, "CREATE_COMPLETE", null, null);
    lookup.begin(exchange, new MissingObject(Kind.STACK, "s1", stack));

    redirected(null);
    assertEquals("/stacks/s1", exchange.getProperty("path"));
    redirected("http://heat/v1/p1/stacks/new/s1");
    assertEquals("/stacks/new/s1", exchange.getProperty("path"));
    assertThrows(SourceException.class, () -> redirected(null));
  }

  @Test
  void doesNotAskInACircle() {
    Stack stack = new Stack("s1", "old", "p", null, "CREATE_COMPLETE", null, null);
    lookup.begin(exchange, new MissingObject(Kind.STACK, "s1", stack));
    redirected(null);

    assertThrows(SourceException.class, () -> redirected("http://heat/v1/p1/stacks/old/s1"));
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
    Stream.of(STACK, new MissingObject(Kind.RACK, "s1", null))
        .forEach(
            absence -> {
              lookup.begin(exchange, absence);
              assertThrows(SourceException.class, () -> redirected(location));
            });
  }
}
