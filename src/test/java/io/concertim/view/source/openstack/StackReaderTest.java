package io.concertim.view.source.openstack;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.SourceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackReaderTest {
  private static final Stack STACK = stack("s1", "managed");
  private final List<String> racks = new ArrayList<>();
  private final StackReader reader =
      new StackReader(new HybridClock(Clock.systemUTC()), racks::contains);
  private final Reading lists = new Reading(Source.OPENSTACK);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  private static Stack stack(String id, String project) {
    return new Stack(id, "name-" + id, project, "owner", "CREATE_COMPLETE", null, null);
  }

  private void listed(Stack stack) {
    lists.observe(Observation.of(Kind.STACK, 1, stack));
  }

  private void project(String id, String name) {
    lists.observe(Observation.of(Kind.PROJECT, 1, new Project(id, name)));
  }

  @Test
  @DisplayName("A16, F1: only stacks of projects whose name begins with CM_ are read")
  void readsTheStacksOfManagedProjects() {
    project("managed", "CM_alpha");
    project("old", "old_CM_alpha");
    project("other", "research");
    List<Stack> stacks =
        List.of(STACK, stack("s2", "old"), stack("s3", "other"), stack("s4", "not-listed"));
    stacks.forEach(this::listed);

    assertEquals(List.of(STACK), reader.choose(exchange, lists));
    assertSame(lists, exchange.getProperty("lists"));
  }

  @Test
  void readsTheStacksThatAreRacksWhateverTheirProject() {
    project("other", "research");
    racks.add("s3");
    listed(stack("s3", "other"));

    assertEquals(List.of(stack("s3", "other")), reader.choose(exchange, lists));
  }

  @Test
  void readsOutputs() {
    Reading reading =
        reader.outputs(stream(Recorded.text("openstack/heat-alpha-web-detail.json")), STACK, 7);

    Observation observation = reading.observations().get(0);
    assertEquals(Kind.STACK_OUTPUTS, observation.kind());
    assertEquals("s1", observation.id());
    assertEquals(7, observation.seen());
    assertEquals(4, ((StackOutputs) observation.fact()).outputs().size());
  }

  @Test
  void readsResources() {
    Reading reading =
        reader.resources(
            stream(Recorded.text("openstack/heat-alpha-web-resources.json")), STACK, 7);

    Observation observation = reading.observations().get(0);
    assertEquals(Kind.STACK_RESOURCES, observation.kind());
    assertTrue(((StackResources) observation.fact()).resources().size() > 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "[]", "{\"stack\": null}", "<html></html>"})
  void anAnswerThatIsNotTheStacksIsNoStackWithoutOutputsAndResources(String body) {
    String outputs =
        assertThrows(SourceException.class, () -> reader.outputs(stream(body), STACK, 7))
            .getMessage();
    assertTrue(outputs.startsWith("openstack: the detail of stack s1 cannot be read: "), outputs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{}", "{\"resources\": null}", "<html></html>"})
  void anAnswerThatIsNoListIsNoStackWithoutResources(String body) {
    String resources =
        assertThrows(SourceException.class, () -> reader.resources(stream(body), STACK, 7))
            .getMessage();
    assertTrue(
        resources.startsWith("openstack: the resources of stack s1 cannot be read: "), resources);
  }

  @Test
  @DisplayName("B8: a stack that has gone since the list was read is gone")
  void aStackThatVanishedIsGone() {
    assertEquals(
        List.of(Observation.gone(Kind.STACK, "s1", 7)), reader.vanished(STACK, 7).observations());
  }

  @Test
  void aStackThatCannotBeShownFailsTheSourceAndKeepsTheOthers() {
    Reading unreadable = reader.unreadable(STACK, new SourceException("openstack: 500"));
    Reading all = reader.all(lists, unreadable);

    assertSame(lists, all);
    assertEquals("stack s1 cannot be read: openstack: 500", all.failure());
  }

  @Test
  void withoutChosenStacksTheListsAreAll() {
    assertSame(lists, reader.all(lists, List.of()));
  }
}
