// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.config.KillBillConfig;
import io.concertim.view.source.http.SingleCalls;
import io.concertim.view.source.http.SingleResponse;
import io.concertim.view.source.killbill.KillBillCredentials;
import java.util.Map;
import java.util.Optional;

/** Checks that Kill Bill accepts the credentials, and shows what the view needs. */
public final class BillingCheck {
  private static final String AREA = "killbill";
  private static final Map<String, String> LISTS =
      Map.of(
          "accounts", "accounts/pagination?limit=1",
          "subscriptions", "bundles/pagination?limit=1",
          "custom fields", "customFields/pagination?limit=1");

  private final Checklist list;
  private final KillBillConfig config;
  private final SingleCalls calls;

  public BillingCheck(Checklist list, KillBillConfig config, SingleCalls calls) {
    this.list = list;
    this.config = config;
    this.calls = calls;
  }

  /** Runs all checks. */
  public void run() {
    Optional<SingleResponse> nodes = list.need(AREA, "version", () -> get("nodesInfo"));
    if (nodes.isEmpty()) {
      return;
    }
    list.look(AREA, "clock", () -> ClockCheck.of(nodes.get().skew()));
    list.look(AREA, "version", () -> version(nodes.get().required()));
    LISTS.keySet().stream()
        .sorted()
        .forEach(name -> list.look(AREA, name, () -> rows(get(LISTS.get(name)))));
  }

  private SingleResponse get(String path) {
    return calls.get(
        KillBillCredentials.address(config).below("/1.0/kb/" + path),
        KillBillCredentials.headers(config));
  }

  private static Verdict version(JsonNode nodes) {
    String version = nodes.path(0).path("kbVersion").asText();
    return version.isEmpty()
        ? Verdict.warn("it does not tell its version", "is api_host Kill Bill?")
        : Verdict.ok("Kill Bill " + version);
  }

  private static Verdict rows(SingleResponse answer) {
    if (!answer.required().isArray()) {
      return Verdict.fail(
          answer.address() + " was answered with no list", "is api_host Kill Bill?");
    }
    String all = answer.headers().get("x-killbill-pagination-maxnbrecords");
    return Verdict.ok((all == null ? "some" : all) + " are shown");
  }
}
