// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.model.layer.StackResource;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.queue.ReadRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An event for an object whose parent is not known yet (anchors.md section 4, case 8). */
class RelatedReadsTest {
  private static final Observation WEB =
      Observation.of(
          Kind.SERVER,
          10,
          new Server(
              "web", "web", "active", "p", null, null, List.of(), List.of(), List.of(), List.of()));

  private static Observation stack(String id, String project, String status) {
    return Observation.of(Kind.STACK, 1, new Stack(id, id, project, "CM_x", status, null, null));
  }

  private static Observation tree(String stack, String... servers) {
    List<StackResource> resources =
        List.of(servers).stream()
            .map(server -> new StackResource(server, "OS::Nova::Server", server))
            .toList();
    return Observation.of(Kind.STACK_RESOURCES, 1, new StackResources(stack, null, resources));
  }

  private static List<ReadRequest> after(Observation shown, Observation... known) {
    return RelatedReads.of(List.of(shown), Layers.empty().merge(List.of(known)));
  }

  @Test
  void aServerThatNoStackIsKnownToHaveHasTheChangingStacksOfItsProjectReadAgain() {
    assertEquals(
        List.of(ReadRequest.of(Kind.STACK, "growing")),
        after(
            WEB,
            stack("growing", "p", "UPDATE_IN_PROGRESS"),
            tree("growing", "other"),
            stack("done", "p", "CREATE_COMPLETE"),
            stack("elsewhere", "q", "CREATE_IN_PROGRESS")));
  }

  @Test
  void aServerThatAStackIsKnownToHaveHasNoneReadAgain() {
    assertEquals(
        List.of(), after(WEB, stack("growing", "p", "UPDATE_IN_PROGRESS"), tree("growing", "web")));
  }

  @Test
  void aServerThatWasKnownHasNoneReadAgain() {
    assertEquals(List.of(), after(WEB, WEB, stack("growing", "p", "UPDATE_IN_PROGRESS")));
  }

  @Test
  void whatAStackIsFoundToHaveAndIsNotKnownIsReadToo() {
    assertEquals(
        List.of(ReadRequest.of(Kind.SERVER, "new")), after(tree("growing", "web", "new"), WEB));
    assertTrue(after(tree("growing", "web"), WEB).isEmpty());
  }
}
