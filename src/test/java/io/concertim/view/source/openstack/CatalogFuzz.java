// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.SourceException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The input is Keystone's answer to a sign-in, with the catalog. */
public final class CatalogFuzz implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
  private static final List<String> SERVICES =
      List.of("identity", "compute", "orchestration", "volume", "network");

  @Override
  public void accept(byte[] answer) {
    JsonNode body;
    try {
      body = AnswerJson.DOCUMENT.readTree(answer);
    } catch (IOException e) {
      return; // no answer in JSON, which is said before the answer comes here
    }
    for (String region : new String[] {null, "RegionOne"}) {
      try {
        KeystoneSession session =
            KeystoneSession.of("token", new Row(body), NOW, region, "public").requireAdmin();
        assertTrue(session.renewAt().isAfter(Instant.EPOCH));
        SERVICES.forEach(service -> isAnAddressOrRefused(session, service));
      } catch (SourceException e) {
        assertNotNull(e.getMessage());
      }
    }
  }

  private static void isAnAddressOrRefused(KeystoneSession session, String service) {
    try {
      String address = CallAddress.of("openstack", session.endpoint(service)).toString();
      assertTrue(address.matches("(?i)https?://[^/@?#{}$]+(/[^{}$]*)?"), address);
    } catch (SourceException e) {
      assertNotNull(e.getMessage());
    }
  }
}
