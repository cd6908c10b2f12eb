// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Kill Bill: custom fields, accounts, bundles and subscriptions of one tenant. */
final class FakeKillBill implements FakeSystem {
  private static final int DEFAULT_LIMIT = 100;

  private final World world;

  FakeKillBill(World world) {
    this.world = world;
  }

  @Override
  public Answer answer(Call call) {
    return refusal(call)
        .orElseGet(
            () -> {
              try {
                return serve(call);
              } catch (NumberFormatException e) {
                return container(call, 404, "Not Found");
              }
            });
  }

  /** The 401 of the first check that fails: user, keys present, key known, secret right. */
  private Optional<Answer> refusal(Call call) {
    String user = call.header("authorization").orElse("");
    if (world.tenants().rows().stream().noneMatch(row -> basic(row).equals(user))) {
      return Optional.of(Answer.empty(401).with("WWW-Authenticate", "BASIC realm=\"application\""));
    }
    Optional<String> key = call.header("x-killbill-apikey");
    Optional<String> secret = call.header("x-killbill-apisecret");
    if (key.isEmpty() || secret.isEmpty()) {
      return Optional.of(
          container(
              call,
              401,
              "Make sure to set the X-Killbill-ApiKey and X-Killbill-ApiSecret headers"));
    }
    Optional<ObjectNode> tenant = world.tenants().find(key.get());
    if (tenant.isEmpty()) {
      return Optional.of(container(call, 401, "No account found for user [" + key.get() + "]"));
    }
    return tenant.get().path("apisecret").asText().equals(secret.get())
        ? Optional.empty()
        : Optional.of(
            container(
                call,
                401,
                "Submitted credentials for token [org.apache.shiro.authc.UsernamePasswordToken - "
                    + key.get()
                    + ", rememberMe=false] did not match the expected credentials."));
  }

  private Answer serve(Call call) {
    if (call.is("GET", "1.0", "kb", "nodesInfo")) {
      return Answer.json(200, Json.array(List.of(Json.object("kbVersion", "0.22.26"))));
    }
    if (call.is("GET", "1.0", "kb", "customFields", "pagination")) {
      return page(call, customFields(""), world.customFields().size(), "");
    }
    if (call.is("GET", "1.0", "kb", "customFields", "search", call.segment(4))) {
      return page(call, customFields(call.segment(4)), world.customFields().size(), "");
    }
    if (call.is("GET", "1.0", "kb", "accounts", "pagination")) {
      boolean full = withBalance(call);
      List<ObjectNode> rows =
          world.accounts().rows().stream().map(row -> KillBillRows.account(row, full)).toList();
      String kept = "&accountWithBalance=false&accountWithBalanceAndCBA=" + full;
      return page(call, rows, rows.size(), kept);
    }
    if (call.is("GET", "1.0", "kb", "accounts", call.segment(3))) {
      return world
          .accounts()
          .find(call.segment(3))
          .map(row -> Answer.json(200, KillBillRows.account(row, withBalance(call))))
          .orElseGet(() -> unknown(call, "ACCOUNT", call.segment(3)));
    }
    if (call.is("GET", "1.0", "kb", call.segment(2), call.segment(3), "customFields")) {
      return Answer.json(200, Json.array(customFields(call.segment(3))));
    }
    if (call.is("GET", "1.0", "kb", "bundles", "pagination")) {
      List<ObjectNode> rows = KillBillRows.bundles(world.subscriptions().rows());
      return page(call, rows, rows.size(), "");
    }
    if (call.is("GET", "1.0", "kb", "subscriptions", call.segment(3))) {
      return subscription(call, call.segment(3));
    }
    return container(call, 404, "Not Found");
  }

  private static boolean withBalance(Call call) {
    return call.query().isTrue("accountWithBalanceAndCBA");
  }

  private Answer subscription(Call call, String id) {
    Optional<ObjectNode> row = world.subscriptions().find(id);
    if (row.isPresent()) {
      return Answer.json(200, KillBillRows.subscription(row.get()));
    }
    return unknown(call, "SUBSCRIPTION", id);
  }

  private static Answer unknown(Call call, String type, String id) {
    return isUuid(id)
        ? Answer.json(
            404,
            Json.object(
                "className",
                "org.killbill.billing.util.callcontext.InternalCallContextFactory$ObjectDoesNotExist",
                "code",
                null,
                "message",
                "Object id=" + id + " type=" + type + " doesn't exist!",
                "causeClassName",
                null,
                "causeMessage",
                null,
                "stackTrace",
                List.of()))
        : container(call, 404, "Not Found");
  }

  /** The fields that hold the word in their name, value, type or object id. */
  private List<ObjectNode> customFields(String word) {
    return world.customFields().rows().stream()
        .map(KillBillRows::customField)
        .filter(
            field ->
                List.of("name", "value", "objectType", "objectId").stream()
                    .anyMatch(name -> field.path(name).asText().contains(word)))
        .toList();
  }

  private static Answer page(Call call, List<ObjectNode> rows, int all, String keptQuery) {
    int offset = call.query().number("offset").orElse(0);
    int limit = call.query().number("limit").orElse(DEFAULT_LIMIT);
    int start = Math.min(offset, rows.size());
    int end = limit < 0 ? rows.size() : (int) Math.min((long) start + limit, rows.size());
    Answer answer =
        Answer.json(200, Json.array(rows.subList(start, end)))
            .with("X-Killbill-Pagination-CurrentOffset", Integer.toString(offset))
            .with("X-Killbill-Pagination-TotalNbRecords", Integer.toString(rows.size()))
            .with("X-Killbill-Pagination-MaxNbRecords", Integer.toString(all));
    if (end == rows.size()) {
      return answer;
    }
    String next = "?offset=" + end + "&limit=" + limit + keptQuery + "&audit=NONE";
    return answer
        .with("X-Killbill-Pagination-NextOffset", Integer.toString(end))
        .with("X-Killbill-Pagination-NextPageUri", path(call) + next);
  }

  /** The error form of the servlet container, as opposed to Kill Bill's own. */
  private static Answer container(Call call, int status, String message) {
    return Answer.json(
        status,
        Json.object(
            "servlet",
            "default",
            "message",
            message,
            "url",
            path(call),
            "status",
            Integer.toString(status)));
  }

  private static String path(Call call) {
    return "/" + String.join("/", call.path());
  }

  private static String basic(ObjectNode tenant) {
    String pair = tenant.path("username").asText() + ":" + tenant.path("password").asText();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isUuid(String text) {
    try {
      return UUID.fromString(text).toString().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
