// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.killbill;

import static io.concertim.view.source.Recorded.changed;
import static io.concertim.view.source.Recorded.facts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.model.layer.Account;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Subscription;
import io.concertim.view.source.Recorded;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowParser;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KillBillRowsTest {
  private static final String ACCOUNTS = "killbill/accounts-pagination.json";
  private static final String BUNDLES = "killbill/bundles-pagination.json";
  private static final String FIELDS = "killbill/custom-fields-pagination.json";

  @Test
  void readsAccountsWithTheirCredit() {
    Account account = facts(parser(Kind.ACCOUNT), Account.class, ACCOUNTS).get(0);

    assertEquals("f9c28fb5-53f7-4ddd-b73e-aae56476ed97", account.id());
    assertEquals("Team 1", account.name());
    assertEquals("USD", account.currency());
    assertEquals(0, new BigDecimal("96").compareTo(account.credit()));
  }

  private static RowParser parser(Kind kind) {
    return KillBillRows.parsers().get(kind);
  }

  @Test
  void anAccountReadWithoutItsBalanceHasNoCredit() {
    Row row = new Row(Recorded.json("killbill/account-without-balance.json"));

    assertNull(KillBillRows.account(row).credit());
  }

  @Test
  void readsEverySubscriptionOfEveryBundleCancelledOnesToo() {
    List<Subscription> subscriptions =
        facts(parser(Kind.SUBSCRIPTION), Subscription.class, BUNDLES);

    assertEquals(
        List.of("ACTIVE", "ACTIVE", "CANCELLED", "ACTIVE"),
        subscriptions.stream().map(Subscription::state).toList());
    assertEquals("18e676df-a380-4a87-bc07-b9996e905273", subscriptions.get(0).id());
    assertEquals("f9c28fb5-53f7-4ddd-b73e-aae56476ed97", subscriptions.get(0).accountId());
  }

  @Test
  void aBundleMayHoldSeveralSubscriptionsOrNone() {
    Row two =
        changed(
            BUNDLES,
            0,
            bundle ->
                bundle
                    .withArray("/subscriptions")
                    .addObject()
                    .put("subscriptionId", "add-on")
                    .put("state", "PENDING"));
    assertEquals(2, parser(Kind.SUBSCRIPTION).objects(two).size());
    assertEquals(
        List.of(),
        parser(Kind.SUBSCRIPTION)
            .objects(changed(BUNDLES, 0, bundle -> bundle.putNull("subscriptions"))));
  }

  @Test
  void readsTheFieldsThatTieBillingToTheCloud() {
    List<CustomField> fields = facts(parser(Kind.CUSTOM_FIELD), CustomField.class, FIELDS);

    assertEquals(10, fields.size());
    assertEquals(
        new CustomField(
            "dd7f23b9-fd33-4602-99a0-aab90491505c",
            "ACCOUNT",
            "f9c28fb5-53f7-4ddd-b73e-aae56476ed97",
            "project_cloud_id",
            "1f0c6d5e2b7a4c839d10aa11bb22cc01"),
        fields.get(0));
    assertEquals(
        "", KillBillRows.customField(changed(FIELDS, 0, field -> field.putNull("value"))).value());
  }

  @ParameterizedTest
  @CsvSource({
    "ACCOUNT, accounts-pagination, accountId",
    "CUSTOM_FIELD, custom-fields-pagination, objectId"
  })
  void whatAnObjectIsUselessWithoutIsNamed(Kind kind, String file, String field) {
    Row row = changed("killbill/" + file + ".json", 0, object -> object.remove(field));

    assertEquals(
        "has no " + field,
        assertThrows(RowException.class, () -> parser(kind).parse(row)).getMessage());
  }
}
