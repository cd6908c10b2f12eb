package io.concertim.view.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.ConcertimConfig;
import io.concertim.view.source.Row;
import io.concertim.view.source.SingleAnswer;
import io.concertim.view.source.SingleCalls;
import io.concertim.view.source.SourceException;
import io.concertim.view.source.concertim.ConcertimCredentials;
import io.concertim.view.source.concertim.RootCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether the portal lets us in, shows us everything, and is new enough. */
public final class PortalCheck {
  private static final String AREA = "concertim";
  private static final List<String> LISTS =
      List.of("teams", "users", "templates", "racks", "devices");

  private final Checklist list;
  private final ConcertimConfig config;
  private final SingleCalls calls;

  public PortalCheck(Checklist list, ConcertimConfig config, SingleCalls calls) {
    this.list = list;
    this.config = config;
    this.calls = calls;
  }

  /** Looks at all of it. */
  public void run() {
    Optional<SingleAnswer> answer =
        list.need(
            AREA,
            "sign-in",
            () ->
                calls.send(
                    "POST",
                    config.url() + ConcertimCredentials.SIGN_IN,
                    Map.of(),
                    ConcertimCredentials.signIn(config)));
    answer.ifPresent(signIn -> list.look(AREA, "clock", () -> ClockCheck.of(signIn.skew())));
    Optional<String> token =
        answer.flatMap(signIn -> list.need(AREA, "sign-in", () -> token(signIn)));
    if (token.isEmpty()) {
      return;
    }
    list.note(AREA, "sign-in", Verdict.ok("as " + config.username()));
    Map<String, String> headers = Map.of("Authorization", token.get());
    list.look(AREA, "root user", () -> root(headers));
    for (String name : LISTS) {
      list.look(AREA, name, () -> rows(name, headers));
    }
  }

  private static String token(SingleAnswer signIn) {
    signIn.required();
    String token = signIn.headers().get("authorization");
    if (token == null || token.isBlank()) {
      throw new SourceException(
          "concertim: the sign-in was answered without a token; is concertim_url the portal?");
    }
    return token;
  }

  private Verdict root(Map<String, String> headers) {
    JsonNode user = calls.get(config.url() + "/api/v1/users/current", headers).required();
    new RootCheck().check(new Row(user).map());
    return Verdict.ok(config.username() + " is root, and so is shown everything");
  }

  private Verdict rows(String name, Map<String, String> headers) {
    JsonNode rows = calls.get(config.url() + "/api/v1/" + name, headers).required();
    if (!rows.isArray()) {
      return Verdict.fail(
          "/api/v1/" + name + " was answered with no list", "is concertim_url the portal?");
    }
    String found = rows.size() + " are shown";
    if (name.equals("devices") && !rows.isEmpty() && !rows.get(0).has("type")) {
      return Verdict.warn(found + ", without their type", "upgrade the portal to 1.2.0 or later");
    }
    return name.equals("templates") ? templates(rows, found) : Verdict.ok(found);
  }

  private static Verdict templates(JsonNode rows, String found) {
    Set<String> missing = new HashSet<>(Set.of("volume", "network"));
    rows.forEach(row -> missing.remove(row.path("tag").asText()));
    return missing.isEmpty()
        ? Verdict.ok(found + ", those for volumes and networks among them")
        : Verdict.warn(
            "none has the tag " + String.join(" or ", missing) + ", so such devices cannot be made",
            "seed the portal's database, or upgrade it to 1.2.0 or later");
  }
}
