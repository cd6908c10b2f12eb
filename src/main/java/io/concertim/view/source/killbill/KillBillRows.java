// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.killbill;

import io.concertim.view.model.layer.Account;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowParser;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Kill Bill's objects as facts (killbill.md). */
public final class KillBillRows {
  private KillBillRows() {}

  /** The parsers of Kill Bill's objects. */
  public static Map<Kind, RowParser> parsers() {
    return Map.of(
        Kind.ACCOUNT, row -> List.of(account(row)),
        Kind.CUSTOM_FIELD, row -> List.of(customField(row)),
        Kind.SUBSCRIPTION, new Subscriptions());
  }

  static Account account(Row row) {
    return new Account(
        row.needed("accountId"), row.text("name"), row.text("currency"), credit(row));
  }

  private static BigDecimal credit(Row row) {
    String credit = row.text("accountCBA");
    try {
      return credit == null ? null : new BigDecimal(credit);
    } catch (NumberFormatException e) {
      throw new RowException("has no number in accountCBA");
    }
  }

  static CustomField customField(Row row) {
    return new CustomField(
        row.needed("customFieldId"),
        row.needed("objectType"),
        row.needed("objectId"),
        row.needed("name"),
        Objects.requireNonNullElse(row.text("value"), ""));
  }

  /** A row of the bundles holds several subscriptions, of which one may make no sense. */
  private static final class Subscriptions implements RowParser {
    @Override
    public List<Row> objects(Row bundle) {
      return bundle.rows("subscriptions");
    }

    @Override
    public List<Fact> parse(Row row) {
      return List.of(
          new Subscription(
              row.needed("subscriptionId"), row.text("accountId"), row.needed("state")));
    }
  }
}
