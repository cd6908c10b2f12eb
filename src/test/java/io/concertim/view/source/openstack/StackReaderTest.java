package io.concertim.view.source.openstack;

import static io.concertim.view.source.Recorded.stream;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.HybridClock;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.SourceException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackReaderTest {
  private static final Stack STACK = stack("s1", "managed");
  private Layers known = Layers.empty();
  private long version = 7;
  private final LongAdder missed = new LongAdder();
  private final StackReader reader = reader(0);
  private final Reading lists = new Reading(Source.OPENSTACK);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  /** Its n-th sync, of every five, rereads the stack s1, where n is five without the shift. */
  private StackReader reader(int shift) {
    return new StackReader(
        new HybridClock(Clock.systemUTC()),
        () -> known,
        5,
        missed::add,
        shift - STACK.id().hashCode());
  }

  private static Stack stack(String id, String project) {
    return new Stack(id, "name-" + id, project, "owner", "CREATE_COMPLETE", null, null);
  }

  private static PortalRack rackOf(String stackId) {
    return new PortalRack(
        "r-" + stackId,
        "r",
        42,
        "ACTIVE",
        null,
        null,
        stackId,
        null,
        null,
        null,
        null,
        null,
        Map.of());
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
    known = known.merge(List.of(Observation.of(Kind.RACK, 1, rackOf("s3"))));
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
            stream(Recorded.text("openstack/heat-alpha-web-resources.json")), STACK, Map.of(), 7);

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
        assertThrows(
                SourceException.class, () -> reader.resources(stream(body), STACK, Map.of(), 7))
            .getMessage();
    assertTrue(
        resources.startsWith("openstack: the resources of stack s1 cannot be read: "), resources);
  }

  @Test
  @DisplayName("B8: a stack that Heat does not know any more counts as not listed")
  void aStackThatVanishedCountsAsNotListed() {
    lists.observe(Observation.of(Kind.STACK, 7, STACK));
    lists.observe(Observation.of(Kind.STACK, 7, new Stack("s2", "b", "p", null, "X", null, null)));

    Reading all = reader.all(lists, Set.of(), reader.vanished(STACK));

    assertEquals(Set.of("s2"), all.listed(Kind.STACK));
  }

  @Test
  void aStackThatCannotBeShownFailsTheSourceAndKeepsTheOthers() {
    Reading unreadable = reader.unreadable(STACK, new SourceException("openstack: 500"));
    Reading all = reader.all(lists, Set.of(), unreadable);

    assertSame(lists, all);
    assertEquals("stack s1 cannot be read: openstack: 500", all.failure());
  }

  @Test
  void withoutChosenStacksTheListsAreAll() {
    assertSame(lists, reader.all(lists, Set.of(), List.of()));
  }

  /** One sync: lists this stack, reads it if it is chosen, and takes over what was read. */
  private boolean isReadIn(StackReader sync, Stack stack, NestedStack... nested) {
    Reading read = new Reading(Source.OPENSTACK);
    read.observe(Observation.of(Kind.PROJECT, 1, new Project("managed", "CM_alpha")));
    read.observe(Observation.of(Kind.STACK, 1, stack));
    for (NestedStack inner : nested) {
      read.observe(Observation.of(Kind.NESTED_STACK, 1, inner));
    }
    read.answeredAt(Kind.STACK, Instant.parse("2026-11-22T12:00:00Z"));
    boolean chosen = !sync.choose(exchange, read).isEmpty();
    assertTrue(
        read.observations().stream().noneMatch(seen -> seen.kind() == Kind.NESTED_STACK),
        "nested stacks are of no use after that");
    if (chosen) {
      @SuppressWarnings("unchecked")
      Map<String, String> fingerprints = exchange.getProperty("fingerprints", Map.class);
      read.add(sync.outputs(stream("{\"stack\": {\"outputs\": []}}"), stack, ++version));
      read.add(sync.resources(stream("{\"resources\": []}"), stack, fingerprints, version));
    }
    known = known.merge(read.observations());
    return chosen;
  }

  private static Stack changed(String status, String updatedTime) {
    return new Stack("s1", "name-s1", "managed", "owner", status, null, updatedTime);
  }

  private static NestedStack nested(String status, String updatedTime) {
    return new NestedStack("n1", "s1", status, updatedTime);
  }

  @Test
  void aStackThatDidNotChangeIsReadOnce() {
    assertTrue(isReadIn(reader, STACK, nested("CREATE_COMPLETE", null)));
    assertFalse(isReadIn(reader, STACK, nested("CREATE_COMPLETE", null)));
  }

  @Test
  void aRestartReadsNoUnchangedStack() {
    isReadIn(reader, STACK);

    assertFalse(isReadIn(reader(0), STACK));
  }

  @ParameterizedTest
  @CsvSource({
    "UPDATE_COMPLETE,2026-11-22T11:00:00Z",
    "CREATE_FAILED,",
    "CREATE_COMPLETE,2026-11-22 10:00:00"
  })
  void aStackWithANewStatusOrTimeIsReadAgainOnce(String status, String updatedTime) {
    isReadIn(reader, STACK);

    assertTrue(isReadIn(reader, changed(status, updatedTime)));
    assertFalse(isReadIn(reader, changed(status, updatedTime)));
  }

  @Test
  void aChangeOfANestedStackAloneIsSeen() {
    isReadIn(reader, STACK, nested("CREATE_COMPLETE", null));

    assertTrue(isReadIn(reader, STACK, nested("UPDATE_COMPLETE", "2026-11-22T11:00:00Z")));
    assertTrue(isReadIn(reader, STACK), "it is gone");
  }

  @Test
  void aStackIsReadEachTimeWhileAnyOfItsTreeIsChanging() {
    for (int sync = 0; sync < 3; sync++) {
      assertTrue(isReadIn(reader, STACK, nested("UPDATE_IN_PROGRESS", null)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-22T11:59:59Z", "2026-11-22T11:59:58", "2026-11-22T12:00:05Z", "soon"})
  void aTimeTooCloseToTheListProvesNothing(String updatedTime) {
    Stack justUpdated = changed("UPDATE_COMPLETE", updatedTime);

    assertTrue(isReadIn(reader, justUpdated));
    assertTrue(isReadIn(reader, justUpdated));
  }

  @Test
  void anUnchangedStackIsReadAgainInEveryFifthSync() {
    List<Boolean> read = new ArrayList<>();
    for (int sync = 1; sync <= 10; sync++) {
      read.add(isReadIn(reader, STACK));
    }

    assertEquals(List.of(true, false, false, false, true, false, false, false, false, true), read);
  }

  @Test
  void ofFiveUnchangedStacksOneIsReadInEachSync() {
    Map<Integer, Integer> readBySync = new TreeMap<>();
    for (int stack = 0; stack < 5; stack++) {
      Layers others = known;
      for (int sync = 1; sync <= 10; sync++) {
        StackReader later = reader(sync);
        isReadIn(later, stack("s" + stack, "managed"));
        readBySync.merge(
            sync, isReadIn(later, stack("s" + stack, "managed")) ? 1 : 0, Integer::sum);
      }
      known = others;
    }

    assertEquals(Set.of(1), Set.copyOf(readBySync.values()), readBySync::toString);
  }

  @Test
  void whatChangedWithoutANewStatusOrTimeIsCountedWhenItsTurnComes() {
    isReadIn(reader, STACK);
    StackReader turn = reader(4);
    Reading list = new Reading(Source.OPENSTACK);
    list.observe(Observation.of(Kind.PROJECT, 1, new Project("managed", "CM_alpha")));
    list.observe(Observation.of(Kind.STACK, 1, STACK));
    list.answeredAt(Kind.STACK, Instant.parse("2026-11-22T12:00:00Z"));
    assertEquals(List.of(STACK), turn.choose(exchange, list));
    @SuppressWarnings("unchecked")
    Map<String, String> fingerprints = exchange.getProperty("fingerprints", Map.class);
    @SuppressWarnings("unchecked")
    Set<String> reread = exchange.getProperty("reread", Set.class);
    Reading read = turn.outputs(stream("{\"stack\": {\"outputs\": []}}"), STACK, ++version);
    String resources =
        "{\"resources\": [{\"resource_type\": \"OS::Nova::Server\", \"physical_resource_id\": \"x\"}]}";
    read.add(turn.resources(stream(resources), STACK, fingerprints, version));

    turn.all(list, reread, read);

    assertEquals(1, missed.sum());
  }
}
