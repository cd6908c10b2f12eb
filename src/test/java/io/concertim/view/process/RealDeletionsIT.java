// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people delete and change by hand in the real OpenStack of etc/lab, and the view after full
 * syncs alone: nobody listens to notifications, and no operator helps. The portal has the rack and
 * the devices already, as they are deleted there.
 */
@Tag("labs")
@Timeout(600)
class RealDeletionsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RACKS = "racks";
  private static final String DEVICES = "devices";

  @TempDir private Path folder;
  private RealCloud cloud;
  private RealProject project;
  private EmbeddedLab portal;
  private Installation program;

  @BeforeEach
  void makeAProject() throws Exception {
    Path config = RealCloud.labConfig();
    assumeTrue(
        Files.isReadable(config),
        () -> "skipped: the real servers are not up (etc/lab/up.sh), there is no " + config);
    cloud = RealCloud.of(config);
    project = new RealProject(cloud);
    portal = cloud.startPortal();
    RealCloud.addTeam(portal, project.id(), project.name());
    program = installation("of-the-password", settings());
  }

  @AfterEach
  void leaveTheCloudAsItWas() throws Exception {
    if (project != null) {
      project.remove();
    }
    if (portal != null) {
      portal.close();
    }
  }

  /** The settings for the real servers; every sync reads every stack. */
  private LabConfig settings() {
    LabConfig settings = portal.config();
    cloud.settings().forEach(settings::set);
    return settings.without("openstack.project_id").set("view.full_reread_every", 1);
  }

  private Installation installation(String name, LabConfig settings) throws IOException {
    Path own = Files.createDirectories(folder.resolve(name));
    return Installation.of(own, portal).configure(settings);
  }

  /** One full sync, which must read all three systems, and what it says of these objects. */
  private void sync(String when, String... ids) {
    sync(program, when, ids);
  }

  private void sync(Installation installation, String when, String... ids) {
    ViewProcess.Ended sync = installation.runOnce();
    assertEquals(0, sync.exitCode(), sync.err());
    for (String source : List.of("openstack", "concertim", "killbill")) {
      JsonNode read = installation.source(source);
      assertTrue(read.path("complete").asBoolean(), () -> source + ": " + read);
    }
    JsonNode view = installation.view();
    System.out.printf("%s:%n  held: %s%n", when, view.path("held"));
    for (String id : ids) {
      System.out.printf("  problems of %s: %s%n", id, problems(installation, id));
      for (String list : List.of(RACKS, DEVICES)) {
        JsonNode shown = installation.object(list, id);
        if (shown.isObject()) {
          System.out.printf("  %s: delete_marker %s%n", list, shown.path("delete_marker"));
        }
      }
    }
  }

  private static List<String> problems(Installation installation, String id) {
    List<String> problems = new ArrayList<>();
    for (JsonNode problem : installation.view().path("problems")) {
      if (problem.path("id").asText().equals(id)) {
        problems.add(problem.path("cause").asText() + ": " + problem.path("reason").asText());
      }
    }
    return problems;
  }

  /** Puts a stack's rack and its devices into the portal, and has a sync see them there. */
  private void showInThePortal(RealProject.Stack stack, String... devices) throws IOException {
    String rack = "rack-" + stack.id();
    portal
        .world()
        .racks()
        .add(
            JSON.writeValueAsString(
                Map.of(
                    "id",
                    rack,
                    "name",
                    "view-it",
                    "team",
                    "team-" + project.id(),
                    "status",
                    "ACTIVE",
                    "cost",
                    "0.0",
                    "order_id",
                    "order-" + stack.id(),
                    "metadata",
                    Map.of("openstack_stack_id", stack.id()))));
    for (String id : devices) {
      JsonNode offered = program.object(DEVICES, id);
      assertTrue(offered.isObject(), () -> id + " is not offered: " + program.view());
      portal
          .world()
          .devices()
          .add(
              JSON.writeValueAsString(
                  Map.of(
                      "id",
                      "device-" + id,
                      "name",
                      "view-it-" + offered.path("type").asText(),
                      "type",
                      offered.path("type").asText(),
                      "rack",
                      rack,
                      "template",
                      "4e000000-0000-4000-8000-000000000003",
                      "start_u",
                      offered.at("/location/start_unit").asInt(),
                      "status",
                      "ACTIVE",
                      "metadata",
                      Map.of("openstack_instance_id", id))));
    }
    sync("in the portal", stack.id());
    assertFalse(isGone(RACKS, stack.id()));
    for (String id : devices) {
      assertFalse(isGone(DEVICES, id));
    }
  }

  private boolean isGone(String list, String id) {
    assertTrue(program.object(list, id).isObject(), () -> id + " is not in the view at all");
    return program.isMarkedAsGone(list, id);
  }

  @Test
  void aServerDeletedPastHeatIsGoneAfterTwoSyncs() throws Exception {
    RealProject.Stack stack = project.makeStack("small");
    String server = project.resource(stack, "server");
    String net = project.resource(stack, "net");
    sync("new");
    showInThePortal(stack, server, net);

    project.deleteServer(server);
    System.out.println("Nova: " + project.askForServer(server));
    assertEquals(server, project.resource(stack, "server"), "Heat still lists it");
    sync("deleted past Heat, 1st sync", server, stack.id());

    assertFalse(isGone(DEVICES, server));
    assertEquals(1, problems(program, server).size(), () -> program.view().toString());

    sync("deleted past Heat, 2nd sync", server, stack.id());

    assertTrue(isGone(DEVICES, server));
    assertEquals(List.of(), problems(program, server));
    assertFalse(isGone(DEVICES, net));
    assertFalse(isGone(RACKS, stack.id()));
  }

  @Test
  void aStackWhoseResourceTypeIsRemovedStaysAsItWas() throws Exception {
    RealServices.setPlugin(true);
    try {
      RealProject.Stack stack = project.makeStack("appliance");
      String net = project.resource(stack, "net");
      sync("new");
      showInThePortal(stack, net);
      JsonNode rack = program.object(RACKS, stack.id());
      JsonNode device = program.object(DEVICES, net);

      RealServices.setPlugin(false);
      RealSession.Reply answer = project.ask(stack);
      System.out.println("Heat: " + answer);
      assertEquals(
          "The Resource Type (Lab::View::Appliance) could not be found.",
          answer.body().at("/error/message").asText());
      sync("type removed", stack.id(), net);

      assertEquals(rack, program.object(RACKS, stack.id()));
      assertEquals(device, program.object(DEVICES, net));
      assertEquals(1, problems(program, stack.id()).size());

      Installation fresh = installation("that-knows-nothing", settings());
      sync(fresh, "type removed, and nothing known", stack.id(), net);
      assertFalse(fresh.isMarkedAsGone(RACKS, stack.id()));
      assertEquals(1, problems(fresh, stack.id()).size());

      RealServices.setPlugin(true);
      sync("type there again", stack.id(), net);
      assertEquals(List.of(), problems(program, stack.id()));
    } finally {
      RealServices.setPlugin(true);
      project.deleteStacks();
      RealServices.setPlugin(false);
    }
  }

  @Test
  void aSoftDeletedServerIsGone() throws Exception {
    RealProject.Stack stack = project.makeStack("small");
    String server = project.resource(stack, "server");
    sync("new");
    showInThePortal(stack, server);

    RealServices.setSoftDelete(true);
    try {
      project.deleteServer(server);
    } finally {
      RealServices.setSoftDelete(false);
    }
    JsonNode shown = project.askForServer(server).body().path("server");
    assertEquals("SOFT_DELETED", shown.path("status").asText(), shown::toString);
    sync("soft-deleted", server, stack.id());

    assertTrue(isGone(DEVICES, server));
    assertFalse(isGone(RACKS, stack.id()));
  }

  @Test
  void aRenamedProjectKeepsItsRack() throws Exception {
    RealProject.Stack stack = project.makeStack("small");
    String server = project.resource(stack, "server");
    sync("new");
    showInThePortal(stack, server);
    JsonNode before = program.view();

    for (String name : List.of("CM_view-it-renamed", "view-it-no-longer-managed")) {
      project.rename(name);
      sync("renamed to " + name, project.id(), stack.id(), server);
      for (String list : List.of("teams", RACKS, DEVICES)) {
        assertEquals(before.path(list), program.view().path(list), list);
      }
    }
  }

  @Test
  void aDeletedProjectTakesItsStackAlongOnlyIfHeatHasDeletedIt() throws Exception {
    RealProject.Stack stack = project.makeStack("small");
    String server = project.resource(stack, "server");
    sync("new");
    showInThePortal(stack, server);

    project.delete();
    sync("project deleted in Keystone, and not its stack", project.id(), stack.id(), server);

    assertFalse(isGone(RACKS, stack.id()));
    assertFalse(isGone(DEVICES, server));

    project.deleteStack(stack);
    sync("its stack deleted too", project.id(), stack.id(), server);

    assertTrue(isGone(RACKS, stack.id()));
    assertEquals(0, program.view().path("held").size(), () -> program.view().toString());
  }
}
