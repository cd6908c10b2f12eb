// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What the OpenStack services share: the token check, request ids and the plain error body. */
abstract class OpenStackService implements FakeSystem {
  final World world;
  private final Tokens<Session> tokens;

  OpenStackService(World world, Tokens<Session> tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  /** Answers a request whose token is valid. */
  abstract Answer serve(Call call, Session session);

  @Override
  public Answer answer(Call call) {
    Optional<Answer> versions = VersionDocuments.of(call);
    return versions.isPresent() ? versions.get() : answerWithToken(call);
  }

  private Answer answerWithToken(Call call) {
    Optional<Session> session = call.header("x-auth-token").flatMap(tokens::holder);
    Answer answer =
        session
            .map(known -> serve(call, known))
            .orElseGet(
                () ->
                    error(401, "Unauthorized", "The request you have made requires authentication.")
                        .with("WWW-Authenticate", "Keystone uri=\"" + keystone(call) + "\""));
    return answer.with("X-Openstack-Request-Id", "req-" + UUID.randomUUID());
  }

  static Answer error(int status, String title, String message) {
    return Answer.json(
        status,
        Json.object("error", Json.object("code", status, "title", title, "message", message)));
  }

  /** The error form of Nova and Cinder. */
  static Answer fault(int status, String kind, String message) {
    return Answer.json(status, Json.object(kind, Json.object("code", status, "message", message)));
  }

  static Answer htmlNotFound() {
    return Answer.of(
        404,
        "text/html; charset=UTF-8",
        """
        <html>
         <head>
          <title>404 Not Found</title>
         </head>
         <body>
          <h1>404 Not Found</h1>
          The resource could not be found.<br /><br />
         </body>
        </html>
        """);
  }

  /**
   * The rows that a list shows: all projects' for an admin who asks for them, narrowed to {@code
   * project_id} when given, else those of the caller's project.
   */
  static List<ObjectNode> visible(
      Table table, Session session, boolean allProjects, Optional<String> onlyProject) {
    Stream<ObjectNode> rows = table.rows().stream();
    if (!session.admin() || !allProjects) {
      rows = rows.filter(row -> row.path("project").asText().equals(session.project()));
    }
    return rows.filter(
            row -> onlyProject.isEmpty() || row.path("project").asText().equals(onlyProject.get()))
        .toList();
  }

  static ObjectNode link(String rel, String href) {
    return Json.object("rel", rel, "href", href);
  }

  private static String keystone(Call call) {
    return call.base().substring(0, call.base().lastIndexOf('/')) + "/keystone/v3";
  }
}
