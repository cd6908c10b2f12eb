// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

import java.io.IOException;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * A health check of Camel whose message says what was found, and whose detail {@code remedy} says
 * what to do.
 */
final class ExplainedCheck extends AbstractHealthCheck {
  private final boolean ofLife;
  private final Look look;

  /** Looks at one thing. */
  interface Look {
    Finding look() throws IOException;
  }

  private ExplainedCheck(String id, boolean ofLife, Look look) {
    super("concertim-view", id);
    this.ofLife = ofLife;
    this.look = look;
  }

  /** A check whether the process works at all; if not, it should be restarted. */
  static ExplainedCheck ofLife(String id, Look look) {
    return new ExplainedCheck(id, true, look);
  }

  /** A check whether the process can be relied on. */
  static ExplainedCheck ofReadiness(String id, Look look) {
    return new ExplainedCheck(id, false, look);
  }

  @Override
  public boolean isLiveness() {
    return ofLife;
  }

  @Override
  public boolean isReadiness() {
    return !ofLife;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Finding finding;
    try {
      finding = look.look();
    } catch (IOException e) {
      finding = Finding.ill(e.getMessage(), "see the log");
    }
    builder.message(finding.detail());
    if (finding.well()) {
      builder.up();
    } else {
      builder.detail("remedy", finding.remedy()).down();
    }
  }
}
