// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.source.http.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What a system that was taken over may answer; it does not lie about its own objects. */
final class HostileAnswers {
  private static final List<String> SYSTEMS =
      List.of("concertim", "keystone", "nova", "heat", "cinder", "neutron", "killbill");

  /** The fields of links, names and addresses. */
  private static final String TEXTS =
      "(\"(?:name|href|url|description|status_reason|stack_status_reason)\" ?: ?\")[^\"]*\"";

  private final EmbeddedLab lab;
  private final Random random;
  private final List<Fault> all;

  /**
   * @param template what the program would expand, were an answer a template
   */
  HostileAnswers(EmbeddedLab lab, Random random, String template) {
    this.lab = lab;
    this.random = random;
    Fault manyHeaders = Fault.withHeader("X-0", "x");
    for (int i = 1; i <= Bounds.HEADERS; i++) {
      manyHeaders = manyHeaders.and("X-" + i, "x");
    }
    this.all =
        List.of(
            manyHeaders,
            Fault.withHeader("X-Long", "x".repeat(Bounds.HEADER_CHARACTERS + 1)),
            Fault.withHeader("X-Killbill-Pagination-NextPageUri", "/x?stolen=" + template),
            Fault.withHeader("CamelHttpUri", "http://127.0.0.1:9/" + template),
            Fault.withHeader("Content-Encoding", "gzip"),
            rewritten("[" + " ".repeat(24 << 20)),
            rewritten("[{\"x\":[" + "[],".repeat(100_000) + "1]}]"),
            rewritten("{\"servers\":[" + "{},".repeat(200_000) + "{}]}"),
            rewritten("[{\"x\":\"" + "x".repeat(7 << 20) + "\"}]"),
            rewritten("[".repeat(100_000)),
            rewritten("[{\"id\":1e999999999}]"),
            rewritten("{\"token\":{\"issued_at\":\"soon\",\"expires_at\":\"never\"}}"),
            Fault.rewritten(body -> body.replaceAll(TEXTS, "$1" + hostile(template) + "\"")),
            Fault.status(500).withBody("{\"message\":\"" + "x\\u001b[2J".repeat(20_000) + "\"}"),
            Fault.redirect("http://127.0.0.1:9/" + template),
            Fault.redirect("file:///etc/passwd"),
            Fault.clockSkew(Duration.ofDays(4000)),
            Fault.status(503).withRetryAfter(999_999_999),
            Fault.drip(Duration.ofSeconds(1)),
            Fault.hang(),
            Fault.drop(),
            Fault.truncate(),
            Fault.halfJson());
  }

  private static Fault rewritten(String body) {
    return Fault.rewritten(right -> body);
  }

  /** As it stands in a JSON text and in a replacement. */
  private static String hostile(String template) {
    return ("/x?" + template + "\\\\u001b[2J\\\\u202e\\\\r\\\\n").replace("$", "\\$");
  }

  /** The next three answers of one system. */
  void next() {
    if (random.nextInt(3) == 0) {
      lab.faults().clear();
    }
    if (random.nextInt(10) == 0) {
      lab.revokeTokens();
    }
    String system = SYSTEMS.get(random.nextInt(SYSTEMS.size()));
    lab.faults().fail("^/" + system + "/", all.get(random.nextInt(all.size())), 3);
  }
}
