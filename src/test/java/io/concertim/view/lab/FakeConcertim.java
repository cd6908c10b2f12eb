package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Concertim's portal: sign-in, and the lists and single rows that the view is read from. */
final class FakeConcertim implements FakeSystem {
  private static final String JSON = "application/json";
  private static final String COOKIE = "_ct_app_session";

  private final World world;
  private final Tokens<String> tokens;

  FakeConcertim(World world, Tokens<String> tokens) {
    this.world = world;
    this.tokens = tokens;
  }

  @Override
  public Answer answer(Call call) {
    if (call.is("POST", "users", "sign_in.json")) {
      return signIn(call);
    }
    Optional<ObjectNode> user = bearer(call).flatMap(tokens::holder).flatMap(world.users()::find);
    if (user.isEmpty()) {
      return refuse(call);
    }
    if (!call.method().equals("GET") || !call.segment(0).equals("api")) {
      return notFound();
    }
    Answer answer = serve(call, new ConcertimRows(world, user.get()));
    return answer.status() == 200 ? conditional(call, answer) : answer;
  }

  /**
   * The token is only in the Authorization header of the answer. An Authorization header in the
   * request is looked at before the credentials, and a session cookie before both.
   */
  private Answer signIn(Call call) {
    if (call.header("cookie").filter(sent -> sent.contains(COOKIE)).isPresent()) {
      return Answer.empty(302).with("Location", call.base() + "/");
    }
    Optional<String> sent = bearer(call);
    if (sent.isPresent() && tokens.holder(sent.get()).isEmpty()) {
      return json(401, Json.object("error", "Signature has expired"));
    }
    JsonNode given = call.json().path("user");
    Optional<ObjectNode> user =
        sent.flatMap(tokens::holder).flatMap(world.users()::find).or(() -> withCredentials(given));
    return user.map(this::signedIn)
        .orElseGet(() -> json(401, Json.object("error", "Invalid Login or password.")));
  }

  private Optional<ObjectNode> withCredentials(JsonNode given) {
    return world.users().rows().stream()
        .filter(row -> row.path("login").equals(given.path("login")))
        .filter(row -> row.path("password").equals(given.path("password")))
        .filter(row -> !row.path("status").asText().equals("pending deletion"))
        .findFirst();
  }

  private Answer signedIn(ObjectNode user) {
    ObjectNode body = Shapes.of("sign_in");
    Shapes.fill(body, user, "id", "login", "name", "email", "root", "cloud_user_id");
    return json(201, body)
        .with("Location", "/")
        .with("Set-Cookie", COOKIE + "=opaque; path=/; HttpOnly; SameSite=Lax")
        .with(
            "Authorization",
            "Bearer " + tokens.issue("eyJhbGciOiJIUzI1NiJ9.", user.path("id").asText()));
  }

  private Answer refuse(Call call) {
    boolean wantsJson = call.header("accept").filter(a -> a.contains(JSON)).isPresent();
    if (!wantsJson && !call.path().get(call.path().size() - 1).endsWith(".json")) {
      return Answer.of(302, "text/html; charset=utf-8", "<html><body>redirected</body></html>")
          .with("Location", call.base() + "/accounts/sign_in");
    }
    String reason =
        bearer(call)
            .map(token -> tokens.knows(token) ? "Signature has expired" : "revoked token")
            .orElse("You need to sign in or sign up before continuing.");
    return json(401, Json.object("error", reason));
  }

  private Answer serve(Call call, ConcertimRows rows) {
    if (call.is("GET", "api", "v1", "users", "current")) {
      return json(200, rows.currentUser());
    }
    return switch (call.path().size()) {
      case 3 -> rows.list(call.segment(2)).map(found -> json(200, found)).orElseGet(this::notFound);
      case 4 -> one(call, rows);
      default -> notFound();
    };
  }

  private Answer one(Call call, ConcertimRows rows) {
    String kind = call.segment(2);
    String id = call.segment(3);
    if (!List.of("racks", "devices").contains(kind) || !rows.exists(kind, id)) {
      return notFound();
    }
    return rows.one(kind, id).map(row -> json(200, row)).orElseGet(FakeConcertim::forbidden);
  }

  private static Answer conditional(Call call, Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String tag = "W/\"" + UUID.nameUUIDFromBytes(body).toString().replace("-", "") + "\"";
    Answer shown =
        call.header("if-none-match").filter(tag::equals).map(t -> Answer.empty(304)).orElse(answer);
    return shown.with("ETag", tag).with("Cache-Control", "max-age=0, private, must-revalidate");
  }

  private static Optional<String> bearer(Call call) {
    return call.header("authorization")
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()));
  }

  private Answer notFound() {
    return json(404, Json.object("errors", Json.object("record", List.of("Not found"))));
  }

  private static Answer forbidden() {
    ObjectNode error =
        Json.object(
            "status", "403",
            "title", "Not Authorized",
            "description", "You are not authorized to access this page.");
    return json(403, Json.object("errors", Json.array(List.of(error))));
  }

  private static Answer json(int status, JsonNode body) {
    return Answer.of(status, JSON + "; charset=utf-8", body.toString());
  }
}
