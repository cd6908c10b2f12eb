// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * A Kill Bill account.
 *
 * @param name may be null
 * @param currency may be null
 * @param credit accountCBA, without the open period's use; null where the server did not say
 */
public record Account(String id, String name, String currency, BigDecimal credit) implements Fact {
  public Account {
    Objects.requireNonNull(id, "id");
  }
}
