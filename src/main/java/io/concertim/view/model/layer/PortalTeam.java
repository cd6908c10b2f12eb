// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A team as Concertim shows it. Empty texts of the API arrive here as null.
 *
 * @param projectId the OpenStack project, or null
 * @param billingAccountId the Kill Bill account, or null
 * @param periodStart first day of the billing period, YYYY-MM-DD, or null
 * @param periodEnd last day of the billing period, YYYY-MM-DD, or null
 */
public record PortalTeam(
    String id,
    String name,
    String projectId,
    String billingAccountId,
    String periodStart,
    String periodEnd,
    double cost,
    double credits)
    implements Fact {
  public PortalTeam {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}
