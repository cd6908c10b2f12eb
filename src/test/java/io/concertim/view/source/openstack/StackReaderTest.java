// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonParseException;
import io.concertim.view.merge.Layers;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.NestedStack;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackOutputs;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.RowException;
import io.concertim.view.source.http.MovedException;
import io.concertim.view.source.http.NotFoundException;
import io.concertim.view.source.http.SourceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackReaderTest {
  private static final Stack STACK = stack("s1", "managed");
  private Layers known = Layers.empty();
  private long version = 7;
  private final LongAdder missed = new LongAdder();
  private final StackReader reader = reader(0);
  private final SourceRead lists = new SourceRead(Source.OPENSTACK);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  /** Its n-th sync, of every five, rereads the stack s1, where n is five without the shift. */
  private StackReader reader(int shift) {
    return new StackReader(() -> known, 5, missed::add, shift - STACK.id().hashCode());
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
  @DisplayName("of what a stack's own answer shows the list keeps the stack itself")
  void takesOutputsAndResourcesAndWhenTheyWereAskedFor() {
    Observation outputs = outputs(8);
    Observation resources = resources(9, null);

    SourceRead read =
        StackReader.read(List.of(Observation.of(Kind.STACK, 8, STACK), outputs, resources));

    assertEquals(List.of(outputs, resources), read.observations());
    assertEquals(8, read.started());
  }

  @Test
  void asksForAStackAsItIsListed() {
    assertEquals(new MissingObject(Kind.STACK, "s1", STACK), StackReader.asked(STACK));
  }

  private static Observation outputs(long started) {
    return Observation.of(Kind.STACK_OUTPUTS, started, new StackOutputs("s1", List.of()));
  }

  private static Observation resources(long started, String stamp, StackResource... resources) {
    return Observation.of(
        Kind.STACK_RESOURCES, started, new StackResources("s1", stamp, List.of(resources)));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(
            new JsonParseException(null, "odd"),
            "cannot be read: openstack: the answer is not complete JSON: odd"),
        arguments(new RowException("is another object"), "is another object"),
        arguments(
            new NotFoundException("openstack: /x answered 404, it does not exist", null),
            "cannot be read: openstack: /x answered 404, it does not exist"),
        arguments(
            new MovedException("openstack: /x answered 302", "/elsewhere", null),
            "cannot be read: openstack: /x answered 302"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anAnswerThatIsNotTheStacksIsNoStackWithoutOutputsAndResources(
      Exception failure, String reason) {
    SourceRead unreadable = reader.unreadable(STACK, failure);

    assertEquals(reason, unreadable.problems().get(0).reason());
    assertEquals(Set.of("s1"), unreadable.unread(Kind.STACK));
    assertEquals(List.of(), unreadable.observations());
  }

  @Test
  @DisplayName("B8: a stack that is listed stays, whatever Heat answers about it")
  void aStackThatIsListedStaysWhateverHeatAnswersAboutIt() {
    lists.observe(Observation.of(Kind.STACK, 7, STACK));

    SourceRead all =
        reader.all(
            lists,
            Set.of(),
            1,
            reader.unreadable(STACK, new SourceException("openstack: 404", 404, null)));

    assertEquals(Set.of("s1"), all.listed(Kind.STACK));
    assertNull(all.failure());
    assertEquals(
        List.of(
            new Problem(
                Problem.Effect.KEPT,
                Problem.Cause.NOT_READ,
                "stack",
                "s1",
                "cannot be read: openstack: 404")),
        all.problems());
  }

  private SourceRead unreadable(int stacks) {
    SourceRead unreadable = new SourceRead(Source.OPENSTACK);
    for (int stack = 1; stack <= stacks; stack++) {
      unreadable.add(
          reader.unreadable(stack("s" + stack, "managed"), new SourceException("openstack: 500")));
    }
    return unreadable;
  }

  @Test
  @DisplayName("only where most stacks cannot be read it is the source's failure")
  void mostStacksThatCannotBeReadAreTheSourcesFailure() {
    assertNull(reader.all(new SourceRead(Source.OPENSTACK), Set.of(), 4, unreadable(2)).failure());
    assertEquals(
        "3 of 4 stacks cannot be read, the first is stack s1: cannot be read: openstack: 500",
        reader.all(new SourceRead(Source.OPENSTACK), Set.of(), 4, unreadable(3)).failure());
    assertNull(reader.all(new SourceRead(Source.OPENSTACK), Set.of(), 1, unreadable(1)).failure());
  }

  @Test
  void aStackThatCouldNotBeReadHasItsTurnUntilItCan() {
    isReadIn(reader, STACK);
    reader.all(new SourceRead(Source.OPENSTACK), Set.of(), 1, unreadable(1));

    assertTrue(isReadIn(reader, STACK));
    SourceRead read = new SourceRead(Source.OPENSTACK);
    read.add(StackReader.read(List.of(outputs(++version))));
    reader.all(new SourceRead(Source.OPENSTACK), Set.of(), 1, read);
    assertFalse(isReadIn(reader, STACK));
  }

  @Test
  void withoutChosenStacksTheListsAreAll() {
    assertSame(lists, reader.all(lists, Set.of(), 0, List.of()));
  }

  /** One sync: lists this stack, reads it if it is chosen, and takes over what was read. */
  private boolean isReadIn(StackReader sync, Stack stack, NestedStack... nested) {
    SourceRead read = new SourceRead(Source.OPENSTACK);
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
      version++;
      read.observe(
          Observation.of(Kind.STACK_OUTPUTS, version, new StackOutputs(stack.id(), List.of())));
      read.observe(
          Observation.of(
              Kind.STACK_RESOURCES,
              version,
              new StackResources(stack.id(), fingerprints.get(stack.id()), List.of())));
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
  void aListOfTopLevelStacksShowsTheirOwnChangesOnlyAndTheNextFullListThoseOfNestedOnes() {
    isReadIn(reader, STACK, nested("CREATE_COMPLETE", null));
    exchange.setProperty("topsOnly", "true");
    assertFalse(isReadIn(reader, STACK));
    Stack updated = changed("UPDATE_COMPLETE", "2026-11-22T11:00:00Z");
    assertTrue(isReadIn(reader, updated));
    assertFalse(isReadIn(reader, updated));

    exchange.removeProperty("topsOnly");
    assertTrue(isReadIn(reader, updated, nested("UPDATE_COMPLETE", "2026-11-22T11:00:00Z")));
    assertFalse(isReadIn(reader, updated, nested("UPDATE_COMPLETE", "2026-11-22T11:00:00Z")));
  }

  @Test
  void theTurnsOfSyncsThatReadNoFullListsAreMadeUpByTheNextThatDoes() {
    StackReader turning = reader(1);
    isReadIn(turning, STACK);
    exchange.setProperty("topsOnly", "true");
    for (int i = 0; i < 5; i++) {
      assertFalse(isReadIn(turning, STACK));
    }

    exchange.removeProperty("topsOnly");
    assertTrue(isReadIn(turning, STACK));
    assertFalse(isReadIn(turning, STACK));
  }

  @Test
  void aSyncThatDoesNotReadTheProjectsGoesByThoseThatAreKnown() {
    isReadIn(reader, STACK);
    exchange.setProperty("topsOnly", "true");
    listed(changed("UPDATE_COMPLETE", "2026-11-22T11:00:00Z"));
    assertFalse(reader.isProjectUnknown(lists));
    assertEquals(1, reader.choose(exchange, lists).size());

    listed(stack("s2", "new"));
    assertTrue(reader.isProjectUnknown(lists));
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
    SourceRead list = new SourceRead(Source.OPENSTACK);
    list.observe(Observation.of(Kind.PROJECT, 1, new Project("managed", "CM_alpha")));
    list.observe(Observation.of(Kind.STACK, 1, STACK));
    list.answeredAt(Kind.STACK, Instant.parse("2026-11-22T12:00:00Z"));
    assertEquals(List.of(STACK), turn.choose(exchange, list));
    @SuppressWarnings("unchecked")
    Map<String, String> fingerprints = exchange.getProperty("fingerprints", Map.class);
    @SuppressWarnings("unchecked")
    Set<String> reread = exchange.getProperty("reread", Set.class);
    StackResource server = new StackResource("x", "OS::Nova::Server", "x");
    SourceRead read =
        StackReader.read(
            List.of(outputs(++version), resources(version, fingerprints.get("s1"), server)));

    turn.all(list, reread, 1, read);

    assertEquals(1, missed.sum());
  }
}
