// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.lab.Mutations;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.source.concertim.ConcertimRows;
import io.concertim.view.source.http.SourceException;
import io.concertim.view.source.killbill.KillBillRows;
import io.concertim.view.source.openstack.OpenStackRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Answers that are damaged in any place are understood or refused, and never anything else. */
class FuzzedAnswersTest {
  private static final Map<Kind, RowParser> PARSERS = new EnumMap<>(Kind.class);
  private static final Map<Kind, String> RECORDED =
      Map.ofEntries(
          Map.entry(Kind.SERVER, "openstack/nova-servers-detail-all.json"),
          Map.entry(Kind.FLAVOR, "openstack/nova-flavors-detail.json"),
          Map.entry(Kind.SERVER_GROUP, "openstack/nova-os-server-groups-all_projects.json"),
          Map.entry(Kind.STACK, "openstack/heat-stacks.json"),
          Map.entry(Kind.VOLUME, "openstack/cinder-volumes-detail-all.json"),
          Map.entry(Kind.NETWORK, "openstack/neutron-networks.json"),
          Map.entry(Kind.PROJECT, "openstack/keystone-projects.json"),
          Map.entry(Kind.TEAM, "concertim/teams.json"),
          Map.entry(Kind.USER, "concertim/users.json"),
          Map.entry(Kind.TEMPLATE, "concertim/templates.json"),
          Map.entry(Kind.RACK, "concertim/racks.json"),
          Map.entry(Kind.DEVICE, "concertim/devices.json"),
          Map.entry(Kind.ACCOUNT, "killbill/accounts-pagination.json"),
          Map.entry(Kind.SUBSCRIPTION, "killbill/bundles-pagination.json"),
          Map.entry(Kind.CUSTOM_FIELD, "killbill/custom-fields-pagination.json"));
  private static final Map<String, byte[]> PAGES = new HashMap<>();
  private static final Map<String, List<JsonNode>> ROWS = new HashMap<>();

  static {
    for (String file : RECORDED.values()) {
      PAGES.put(file, Recorded.json(file).toString().getBytes(StandardCharsets.UTF_8));
      ROWS.put(file, rows(PAGES.get(file)));
    }
    PARSERS.putAll(ConcertimRows.parsers());
    PARSERS.putAll(OpenStackRows.parsers());
    PARSERS.putAll(KillBillRows.parsers());
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 3000)
  void aRowIsUnderstoodOrLeftOut(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    List<Kind> kinds = List.copyOf(RECORDED.keySet());
    Kind kind = kinds.get(random.nextInt(kinds.size()));
    List<JsonNode> rows = ROWS.get(RECORDED.get(kind));
    Row row = new Row(Mutations.of(rows.get(random.nextInt(rows.size())), random));
    assertUnderstoodOrRefused(kind, row);
  }

  /** Every other parser too gets rows that were never meant for it. */
  @Property(tries = 3000)
  void aRowOfAnotherKindIsUnderstoodOrLeftOut(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    List<Kind> kinds = List.copyOf(PARSERS.keySet());
    List<String> files = List.copyOf(RECORDED.values());
    List<JsonNode> rows = ROWS.get(files.get(random.nextInt(files.size())));
    Row row = new Row(Mutations.of(rows.get(random.nextInt(rows.size())), random));
    assertUnderstoodOrRefused(kinds.get(random.nextInt(kinds.size())), row);
  }

  private static void assertUnderstoodOrRefused(Kind kind, Row row) {
    try {
      RowParser parser = PARSERS.get(kind);
      for (Fact fact :
          parser.objects(row).stream().flatMap(o -> parser.parse(o).stream()).toList()) {
        assertNotNull(fact.id());
      }
    } catch (RowException | SourceException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 2000)
  void aPageIsReadOrRefused(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    List<String> files = List.copyOf(RECORDED.values());
    byte[] good = PAGES.get(files.get(random.nextInt(files.size())));
    try {
      JsonPage.read(
          new ByteArrayInputStream(Mutations.of(good, random)),
          row -> assertTrue(row.isObject(), row::toString));
    } catch (IOException e) {
      assertNotNull(e.getMessage());
    }
  }

  @Property(tries = 1000)
  void aStacksDetailAndTreeAreReadOrRefused(@ForAll("seeds") long seed) {
    Random random = new Random(seed);
    Row stack = new Row(Mutations.of(ROWS.get(RECORDED.get(Kind.STACK)).get(0), random));
    try {
      assertEquals("id", OpenStackRows.outputs("id", stack).id());
      assertNotNull(OpenStackRows.resource(stack));
      assertNotNull(OpenStackRows.shownStack(stack));
    } catch (RowException e) {
      assertNotNull(e.getMessage());
    }
  }

  private static List<JsonNode> rows(byte[] page) {
    List<JsonNode> rows = new ArrayList<>();
    try {
      JsonPage.read(new ByteArrayInputStream(page), rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
