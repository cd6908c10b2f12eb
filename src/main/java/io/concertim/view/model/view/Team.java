// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.math.BigDecimal;
import java.util.List;

/**
 * A team.
 *
 * @param name Concertim's name, and {@code CM_} with that name, spaces as underscores
 * @param racks ids of its racks in the view
 * @param members ids of its users
 * @param periodStart YYYY-MM-DD, or empty
 * @param periodEnd YYYY-MM-DD, or empty
 * @param accountCredit what Kill Bill shows as the account's credit, or null
 */
public record Team(
    BilledId id,
    NamePair name,
    List<BilledId> racks,
    List<PairedId> members,
    String periodStart,
    String periodEnd,
    double cost,
    double credits,
    BigDecimal accountCredit) {}
