// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftTest {
  private static Observation project(String id, String name, long seen) {
    return Observation.of(Kind.PROJECT, seen, new Project(id, name));
  }

  private static Map<Kind, Integer> drift(List<Observation> before, List<Observation> found) {
    State known = State.empty().with(before);
    return Drift.of(StateChange.between(known, known.with(found)), known.layers());
  }

  @Test
  void isNoneWhereAReadShowsWhatIsKnown() {
    assertEquals(
        Map.of(), drift(List.of(project("p", "alpha", 1)), List.of(project("p", "alpha", 2))));
  }

  @Test
  void isWhatHasChangedComeAndGone() {
    assertEquals(
        Map.of(Kind.PROJECT, 3),
        drift(
            List.of(project("p", "alpha", 1), project("q", "beta", 1), project("r", "c", 1)),
            List.of(
                project("p", "renamed", 2),
                Observation.gone(Kind.PROJECT, "q", 2),
                project("s", "new", 2))));
  }

  private static Observation tree(String stamp, String server, long seen) {
    return Observation.of(
        Kind.STACK_RESOURCES,
        seen,
        new StackResources(
            "s", stamp, List.of(new StackResource("web", "OS::Nova::Server", server))));
  }

  @Test
  void isNoTreeThatOnlyAnotherListProvesNow() {
    assertEquals(Map.of(), drift(List.of(tree(null, "web", 1)), List.of(tree("proven", "web", 2))));
    assertEquals(
        Map.of(Kind.STACK_RESOURCES, 1),
        drift(List.of(tree("proven", "web", 1)), List.of(tree("proven", "db", 2))));
  }

  @Test
  void isNotWhatWasGoneBefore() {
    assertEquals(
        Map.of(),
        drift(
            List.of(Observation.gone(Kind.PROJECT, "p", 1)),
            List.of(
                Observation.gone(Kind.PROJECT, "p", 2), Observation.gone(Kind.NETWORK, "n", 2))));
  }
}
