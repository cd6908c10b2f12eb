// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.log.LogOnce;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.ObjectAnswer;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.RowException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackPartsTest {
  private static final Stack STACK =
      new Stack("s", "web", "p", "CM_anna", "CREATE_COMPLETE", null, null);
  private static final Observation SHOWN = Observation.of(Kind.STACK, 6, STACK);
  private static final StackResource SERVER =
      new StackResource("node", "OS::Nova::Server", "server-1");
  private static final String ANSWER =
      """
      {"resources": [{"resource_name": "node", "resource_type": "OS::Nova::Server",
                      "physical_resource_id": "server-1"}]}""";

  private static StackResources read(Observation... known) throws IOException {
    Layers layers = Layers.empty().merge(List.of(known));
    List<Observation> shown =
        parts(() -> layers)
            .resources(
                new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.UTF_8)),
                List.of(SHOWN),
                null,
                7);
    assertEquals(SHOWN, shown.get(0));
    return (StackResources) shown.get(1).fact();
  }

  private static Observation known(StackResource resource) {
    return Observation.of(
        Kind.STACK_RESOURCES, 1, new StackResources("s", "stamp", List.of(resource)));
  }

  private static StackParts parts(Supplier<Layers> known) {
    Clock clock = Clock.systemUTC();
    return new StackParts(new HybridClock(clock), known, new LogOnce(clock));
  }

  @Test
  void aTreeThatIsAsItWasKeepsItsStamp() throws IOException {
    assertEquals(new StackResources("s", "stamp", List.of(SERVER)), read(known(SERVER)));
  }

  @Test
  void whatIsKnownOfATreeIsNotKeptTwice() throws IOException {
    StackResources before = new StackResources("s", "stamp", List.of(SERVER));
    Layers layers = Layers.empty().merge(List.of(Observation.of(Kind.STACK_RESOURCES, 1, before)));

    StackResources same = listed(layers, "stamp");
    StackResources laterListed = listed(layers, "later");

    assertSame(before, same);
    assertEquals("later", laterListed.listedAs());
    assertSame(before.resources(), laterListed.resources());
  }

  private static StackResources listed(Layers layers, String stamp) throws IOException {
    List<Observation> all =
        parts(() -> layers)
            .resources(Recorded.stream(ANSWER), List.of(SHOWN), Map.of("s", stamp), 7);
    assertEquals(7, all.get(1).seen());
    return (StackResources) all.get(1).fact();
  }

  @Test
  void aTreeThatHasChangedIsProvenByNoList() throws IOException {
    StackResource other = new StackResource("node", "OS::Nova::Server", "server-2");

    assertEquals(new StackResources("s", null, List.of(SERVER)), read(known(other)));
    assertEquals(
        new StackResources("s", null, List.of(SERVER)),
        read(known(SERVER), Observation.gone(Kind.STACK_RESOURCES, "s", 2)));
    assertEquals(new StackResources("s", null, List.of(SERVER)), read());
  }

  @Test
  void aListedStacksTreeIsProvenByThatList() throws IOException {
    List<Observation> all =
        parts(Layers::empty)
            .resources(Recorded.stream(ANSWER), List.of(SHOWN), Map.of("s", "listed"), 7);

    assertEquals(new StackResources("s", "listed", List.of(SERVER)), all.get(1).fact());
    assertEquals(7, all.get(1).seen());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "{\"resources\": null}", "<html></html>"})
  void anAnswerThatIsNoListIsNoStackWithoutResources(String body) {
    StackParts parts = parts(Layers::empty);

    assertThrows(
        IOException.class,
        () -> parts.resources(Recorded.stream(body), List.of(SHOWN), Map.of(), 7));
  }

  private static List<Observation> detail(String body) throws IOException {
    return new ObjectAnswer(Map.of(Kind.STACK, OpenStackRows::shownStack))
        .read(new MissingObject(Kind.STACK, "s", STACK), Recorded.stream(body), 7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "[]", "{\"stack\": null}", "{\"stack\": {\"id\": \"t\"}}"})
  void anAnswerThatIsNotTheStacksIsNoStackWithoutOutputs(String body) {
    assertThrows(RowException.class, () -> detail(body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "<html></html>"})
  void anAnswerThatIsNoJsonIsNoStackWithoutOutputs(String body) {
    assertThrows(IOException.class, () -> detail(body));
  }

  @Test
  void readsAStackAndItsOutputs() throws IOException {
    String recorded = Recorded.text("openstack/heat-alpha-web-detail.json");
    String id = Recorded.json("openstack/heat-alpha-web-detail.json").at("/stack/id").asText();

    List<Observation> shown =
        new ObjectAnswer(Map.of(Kind.STACK, OpenStackRows::shownStack))
            .read(new MissingObject(Kind.STACK, id, null), Recorded.stream(recorded), 7);

    assertEquals(
        List.of(Kind.STACK, Kind.STACK_OUTPUTS), shown.stream().map(Observation::kind).toList());
    assertEquals(List.of(id, id), shown.stream().map(Observation::id).toList());
    assertEquals(List.of(7L, 7L), shown.stream().map(Observation::seen).toList());
    assertEquals(4, ((StackOutputs) shown.get(1).fact()).outputs().size());
  }

  @Test
  void readsAllResources() throws IOException {
    List<Observation> all =
        parts(Layers::empty)
            .resources(
                Recorded.stream(Recorded.text("openstack/heat-alpha-web-resources.json")),
                List.of(SHOWN),
                Map.of(),
                7);

    assertTrue(((StackResources) all.get(1).fact()).resources().size() > 5);
  }

  @Test
  void whatIsDeletedOrNestedHasNoResourcesOfItsOwn() throws IOException {
    List<Observation> deleted =
        detail(
            """
            {"stack": {"id": "s", "stack_name": "s", "parameters": {"OS::project_id": "p"},
                       "stack_status": "DELETE_COMPLETE"}}""");
    List<Observation> nested =
        detail("{\"stack\": {\"id\": \"s\", \"parent\": \"t\", \"stack_status\": \"X\"}}");
    StackParts parts = parts(Layers::empty);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    assertEquals(List.of(Observation.gone(Kind.STACK, "s", 7)), deleted);
    assertEquals(new NestedStack("s", "t", "X", null), nested.get(0).fact());
    assertEquals(deleted, parts.concerning(deleted));
    assertEquals(nested, parts.concerning(nested));
    assertThrows(RowException.class, () -> parts.begin(exchange, deleted));
    assertThrows(RowException.class, () -> parts.begin(exchange, nested));
  }

  @Test
  void anotherProjectsStackHasOnePartUnlessItIsARack() {
    Observation outputs = Observation.of(Kind.STACK_OUTPUTS, 6, new StackOutputs("s", List.of()));
    List<Observation> shown = List.of(SHOWN, outputs);
    Layers foreign =
        Layers.empty().merge(List.of(Observation.of(Kind.PROJECT, 1, new Project("p", "lab"))));
    Layers shownAsRack =
        foreign.merge(
            List.of(
                Observation.of(
                    Kind.RACK,
                    1,
                    new PortalRack(
                        "r", "r", 42, "ACTIVE", null, null, "s", null, null, null, null, null,
                        Map.of()))));

    assertEquals(List.of(SHOWN), parts(() -> foreign).concerning(shown));
    assertEquals(shown, parts(() -> shownAsRack).concerning(shown));
    assertEquals(shown, parts(Layers::empty).concerning(shown));
  }
}
