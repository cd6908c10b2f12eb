// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.ConcertimConfig;
import io.concertim.view.config.ViewSettings;
import io.concertim.view.source.LoadBudget;
import io.concertim.view.source.Row;
import io.concertim.view.source.concertim.ConcertimCredentials;
import io.concertim.view.source.concertim.RootCheck;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.SingleCalls;
import io.concertim.view.source.http.SingleResponse;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.text.Redaction;
import java.time.Duration;
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
  private final ViewSettings settings;
  private final SingleCalls calls;
  private final CallAddress portal;

  public PortalCheck(
      Checklist list, ConcertimConfig config, ViewSettings settings, SingleCalls calls) {
    this.list = list;
    this.config = config;
    this.settings = settings;
    this.calls = calls;
    this.portal = ConcertimCredentials.address(config);
  }

  /** Looks at all of it. */
  public void run() {
    Optional<SingleResponse> answer =
        list.need(
            AREA,
            "sign-in",
            () ->
                calls.send(
                    "POST",
                    portal.below(ConcertimCredentials.SIGN_IN),
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
    long began = System.nanoTime();
    for (String name : LISTS) {
      list.look(AREA, name, () -> rows(name, headers));
    }
    list.look(AREA, "load", () -> load(Duration.ofNanos(System.nanoTime() - began)));
  }

  /** What the portal's share of time makes of the time that its lists took. */
  Verdict load(Duration took) {
    double share = settings.load().get("concertim");
    Duration rest = LoadBudget.rest(took, share);
    String found =
        "the lists took %.1f s, so view.load %s lets them be read every %.1f s"
            .formatted(took.toMillis() / 1e3, share, took.plus(rest).toMillis() / 1e3);
    return rest.compareTo(settings.longestRest()) <= 0
        ? Verdict.ok(found)
        : Verdict.warn(
            found + ", which is too seldom for view.max_age, so the portal works for us for longer",
            "give the portal more workers, or set view.load.concertim or view.max_age higher");
  }

  private static String token(SingleResponse signIn) {
    signIn.required();
    String token = signIn.headers().get("authorization");
    if (token == null || token.isBlank()) {
      throw new SourceException(
          "concertim: the sign-in was answered without a token; is concertim_url the portal?");
    }
    Redaction.hide("a command at the portal", List.of(token));
    return token;
  }

  private Verdict root(Map<String, String> headers) {
    JsonNode user = calls.get(portal.below("/api/v1/users/current"), headers).required();
    new RootCheck().check(new Row(user).map());
    return Verdict.ok(config.username() + " is root, and so is shown everything");
  }

  private Verdict rows(String name, Map<String, String> headers) {
    JsonNode rows = calls.get(portal.below("/api/v1/" + name), headers).required();
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
