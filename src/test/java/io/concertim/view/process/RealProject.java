// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A managed project of a test's own in the real cloud, with a user, and what the test makes in it.
 * Removing it leaves the cloud as it was.
 */
final class RealProject {
  private static final String NAME = "CM_view-it";
  private static final String STACK_PREFIX = "view-it-";
  private static final String PASSWORD = "only-for-this-test";
  private static final String IN_COMPUTE =
      "/servers/detail?all_tenants=1&project_id=%s&status=SOFT_DELETED";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RealSession admin;
  private final RealSession member;
  private final String id;
  private final String userId;
  private final List<Stack> stacks = new ArrayList<>();

  /** A stack, by its id and its address. */
  record Stack(String id, String href) {}

  RealProject(RealCloud cloud) throws IOException, InterruptedException {
    admin = cloud.admin();
    removeWhatATestThatWasKilledLeft(cloud);
    id = make("projects", "project", Map.of("name", NAME, "domain_id", "default"));
    userId =
        make("users", "user", Map.of("name", NAME, "domain_id", "default", "password", PASSWORD));
    for (JsonNode role : admin.get("identity", "/roles").path("roles")) {
      if (List.of("member", "heat_stack_owner").contains(role.path("name").asText())) {
        String path = "/projects/%s/users/%s/roles/%s";
        admin.call("PUT", "identity", path.formatted(id, userId, role.path("id").asText()), null);
      }
    }
    member = cloud.signIn(NAME, PASSWORD, NAME);
  }

  private void removeWhatATestThatWasKilledLeft(RealCloud cloud)
      throws IOException, InterruptedException {
    for (JsonNode stack : admin.get("orchestration", "/stacks").path("stacks")) {
      if (stack.path("stack_name").asText().startsWith(STACK_PREFIX)) {
        deleteStack(new Stack(stack.path("id").asText(), stack.at("/links/0/href").asText()));
      }
    }
    for (String kind : List.of("projects", "users")) {
      cloud.delete(kind, NAME);
    }
  }

  private String make(String kind, String one, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of(one, fields));
    return admin.call("POST", "identity", "/" + kind, body).path(one).path("id").asText();
  }

  String id() {
    return id;
  }

  String name() {
    return NAME;
  }

  String userId() {
    return userId;
  }

  /** Makes a stack from one of the lab's templates, and waits until it is complete. */
  Stack makeStack(String template) throws IOException, InterruptedException {
    Path file = Path.of("etc", "lab", "openstack", "lib", "templates", template + ".yaml");
    Map<String, String> request =
        Map.of("stack_name", STACK_PREFIX + template, "template", Files.readString(file));
    JsonNode made =
        member.call("POST", "orchestration", "/stacks", JSON.writeValueAsString(request));
    Stack stack = new Stack(made.at("/stack/id").asText(), made.at("/stack/links/0/href").asText());
    stacks.add(stack);
    await().atMost(120, SECONDS).until(() -> statusOf(stack), "CREATE_COMPLETE"::equals);
    return stack;
  }

  private String statusOf(Stack stack) throws IOException, InterruptedException {
    return admin.get(stack.href()).at("/stack/stack_status").asText();
  }

  /** What Heat says that a stack has of this name, such as a server's id. */
  String resource(Stack stack, String name) throws IOException, InterruptedException {
    for (JsonNode resource : admin.get(stack.href() + "/resources").path("resources")) {
      if (resource.path("resource_name").asText().equals(name)) {
        return resource.path("physical_resource_id").asText();
      }
    }
    throw new IOException("no resource " + name + " in " + stack);
  }

  /** What Heat says when it is asked for a stack. */
  RealSession.Reply ask(Stack stack) throws IOException, InterruptedException {
    return admin.ask(stack.href());
  }

  /** What Nova says when it is asked for a server. */
  RealSession.Reply askForServer(String server) throws IOException, InterruptedException {
    return admin.ask("compute", "/servers/" + server);
  }

  /** Deletes a server with Nova alone, and waits until that says so. */
  void deleteServer(String server) throws IOException, InterruptedException {
    member.delete("compute", "/servers/" + server);
    await()
        .atMost(60, SECONDS)
        .until(
            () -> askForServer(server),
            reply ->
                reply.status() == 404
                    || reply.body().at("/server/status").asText().equals("SOFT_DELETED"));
  }

  void rename(String name) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(Map.of("project", Map.of("name", name)));
    admin.call("PATCH", "identity", "/projects/" + id, body);
  }

  /** Deletes the project in Keystone alone. */
  void delete() throws IOException, InterruptedException {
    admin.delete("identity", "/projects/" + id);
  }

  /** Deletes a stack with Heat, with the rights of an admin, and waits until it is gone. */
  void deleteStack(Stack stack) throws IOException, InterruptedException {
    admin.deleteAt(stack.href());
    await().atMost(120, SECONDS).until(() -> isDeleted(stack));
    stacks.remove(stack);
  }

  /** Deletes all of the stacks that are left. */
  void deleteStacks() throws IOException, InterruptedException {
    for (Stack stack : List.copyOf(stacks)) {
      deleteStack(stack);
    }
  }

  private boolean isDeleted(Stack stack) throws IOException, InterruptedException {
    RealSession.Reply reply = ask(stack);
    String status = reply.body().at("/stack/stack_status").asText();
    if (status.equals("DELETE_FAILED")) {
      throw new IOException(reply.body().at("/stack/stack_status_reason").asText());
    }
    return reply.status() == 404 || status.equals("DELETE_COMPLETE");
  }

  /** Removes all of it, and what the lab still has of it. */
  void remove() throws IOException, InterruptedException {
    for (JsonNode server : admin.get("compute", IN_COMPUTE.formatted(id)).path("servers")) {
      String path = "/servers/" + server.path("id").asText();
      admin.call("POST", "compute", path + "/action", "{\"forceDelete\": null}");
      await().atMost(60, SECONDS).until(() -> admin.ask("compute", path).status() == 404);
    }
    deleteStacks();
    delete();
    admin.delete("identity", "/users/" + userId);
  }
}
