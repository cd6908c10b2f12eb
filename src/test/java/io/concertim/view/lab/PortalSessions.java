// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The portal's sign-in, and who a request comes from. */
final class PortalSessions {
  private static final String COOKIE = "_ct_app_session";
  private static final String NOBODY = "You need to sign in or sign up before continuing.";
  private static final String WRONG = "Invalid Login or password.";
  private static final String PREFIX = "eyJhbGciOiJIUzI1NiJ9.e30.";

  private final World world;
  private final Tokens<String> tokens;

  PortalSessions(World world, Tokens<String> tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  /** Whether the request is for the sign-in, at either of its addresses. */
  boolean isSignIn(Call call) {
    return call.path().size() == 2
        && List.of("users", "accounts").contains(call.segment(0))
        && List.of("sign_in", "sign_in.json").contains(call.segment(1));
  }

  /** The user of a token, or of a session cookie without one. */
  Optional<ObjectNode> user(Call call) {
    return bearer(call)
        .or(() -> cookie(call))
        .flatMap(tokens::holder)
        .flatMap(world.users()::find)
        .filter(user -> !isLeaving(user));
  }

  /**
   * The token is only in the Authorization header of the answer. A token in the request is looked
   * at before the credentials.
   */
  Answer signIn(Call call) {
    if (!call.method().equals("POST")) {
      return call.segment(0).equals("accounts") && call.method().equals("GET")
          ? PortalAnswers.json(200, Json.object("login", null, "password", null))
          : PortalAnswers.unknownPath();
    }
    if (call.json().isMissingNode()) {
      return PortalAnswers.brokenJson();
    }
    Optional<String> sent = bearer(call);
    if (sent.isPresent() && tokens.holder(sent.get()).isEmpty()) {
      return PortalAnswers.unauthorized(reason(sent.get()));
    }
    JsonNode given = call.json().path("user");
    if (sent.isEmpty() && given.isEmpty()) {
      return PortalAnswers.unauthorized(NOBODY);
    }
    Optional<ObjectNode> user =
        sent.flatMap(tokens::holder).flatMap(world.users()::find).or(() -> withCredentials(given));
    return user.map(known -> signedIn(call, known))
        .orElseGet(() -> PortalAnswers.unauthorized(WRONG));
  }

  private Optional<ObjectNode> withCredentials(JsonNode given) {
    return world.users().rows().stream()
        .filter(row -> row.path("login").equals(given.path("login")))
        .filter(row -> row.path("password").equals(given.path("password")))
        .filter(row -> !isLeaving(row))
        .findFirst();
  }

  private static boolean isLeaving(ObjectNode user) {
    return user.path("status").asText().equals("pending deletion");
  }

  private Answer signedIn(Call call, ObjectNode user) {
    String token = tokens.issue(PREFIX, user.path("id").asText());
    ObjectNode body = Shapes.of("sign_in");
    Shapes.fill(body, user, "id", "login", "name", "email", "root", "cloud_user_id");
    boolean json = call.segment(1).endsWith(".json") || wantsJson(call);
    Answer answer =
        json
            ? PortalAnswers.json(201, body).with("Location", "/")
            : Answer.of(303, "text/html; charset=utf-8", "").with("Location", call.base() + "/");
    return answer
        .with("Set-Cookie", COOKIE + "=" + token + "; path=/; httponly; SameSite=Lax")
        .with("Authorization", "Bearer " + token);
  }

  /** The answer to a request of nobody: whoever does not ask for JSON alone is a browser. */
  Answer refuse(Call call) {
    boolean json = call.path().get(call.path().size() - 1).endsWith(".json") || wantsJson(call);
    if (!json) {
      return Answer.of(302, "text/html; charset=utf-8", "")
          .with("Location", call.base() + "/accounts/sign_in");
    }
    return PortalAnswers.unauthorized(bearer(call).map(this::reason).orElse(NOBODY));
  }

  /** A list of types with one for everything counts as a browser's. */
  private static boolean wantsJson(Call call) {
    String accept = call.header("accept").orElse("*/*");
    return accept.contains("application/json") && !accept.contains("*/*");
  }

  private String reason(String token) {
    if (token.split("[.]", -1).length != 3) {
      return "Not enough or too many segments";
    }
    if (!tokens.knows(token)) {
      return "revoked token";
    }
    return tokens.holder(token).isPresent() ? WRONG : "Signature has expired";
  }

  private static Optional<String> bearer(Call call) {
    return call.header("authorization")
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  private static Optional<String> cookie(Call call) {
    return call.header("cookie")
        .filter(value -> value.contains(COOKIE + "="))
        .map(value -> value.replaceFirst("^.*" + COOKIE + "=", "").replaceFirst(";.*$", ""));
  }
}
