// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.lab.CatalogOddities;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.Table;
import io.concertim.view.model.layer.Network;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.layer.Volume;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogs and the logins of real clouds: the view is that of a plain one. */
class CatalogTest {
  @TempDir Path folder;
  @AutoClose private final EmbeddedLab lab = EmbeddedLab.start();

  static Stream<Arguments> oddities() {
    return Stream.of(
        odd(
            "all unversioned",
            c -> c.unversioned("compute", "volumev3", "orchestration", "network", "identity")),
        odd("identity v2.0", CatalogOddities::identityV2),
        odd("a region without a name", c -> c.regionNull("identity")),
        odd("regions by id only", CatalogOddities::regionIdOnly),
        odd("another region first", c -> c.otherRegion("RegionTwo", true)),
        odd("Cinder as block-storage", c -> c.renamed("volumev3", "block-storage")),
        odd(
            "Cinder as volumev2, at v2",
            c -> c.urls("volumev3", u -> u.replace("/v3", "/v2")).renamed("volumev3", "volumev2")),
        odd("old Nova", c -> c.urls("compute", u -> u.replace("/v2.1", "/v2"))));
  }

  private static Arguments odd(String name, Consumer<CatalogOddities> change) {
    return Arguments.of(name, change);
  }

  private LabSync sync(LabConfig config, String name) throws Exception {
    return LabSync.run(config, folder.resolve(name));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void isReadLikeAPlainOne(String name, Consumer<CatalogOddities> change) throws Exception {
    LabConfig config = lab.config().set("openstack.region_name", "RegionOne");
    View plain = sync(config, "plain").view();
    change.accept(lab.catalog());

    LabSync odd = sync(config, "odd");

    assertTrue(odd.status(Source.OPENSTACK).complete(), () -> "" + odd.status(Source.OPENSTACK));
    assertEquals(plain.racks(), odd.view().racks());
    assertEquals(plain.devices(), odd.view().devices());
  }

  @Test
  void aCloudWithoutCinderAndNeutronHasNoVolumesAndNetworks() throws Exception {
    lab.catalog().without("volumev3", "network");

    LabSync sync = sync(lab.config(), "data");

    assertTrue(sync.status(Source.OPENSTACK).complete(), () -> "" + sync.status(Source.OPENSTACK));
    assertEquals(0, sync.layers().facts(Volume.class).size());
    assertEquals(0, sync.layers().facts(Network.class).size());
    assertFalse(sync.layers().facts(Server.class).isEmpty());
  }

  @Test
  void whatWasKnownOfAServiceThatTheCatalogHasNoMoreIsHeld() throws Exception {
    int known = sync(lab.config(), "data").layers().facts(Volume.class).size();
    lab.catalog().without("volumev3");

    LabSync sync = sync(lab.config(), "data");

    assertEquals(known, sync.layers().facts(Volume.class).size());
    assertTrue(
        sync.view().held().stream().anyMatch(held -> held.kind().equals("volume")),
        () -> "" + sync.view().held());
  }

  @Test
  void anApplicationCredentialIsALogin() throws Exception {
    View plain = sync(lab.config(), "plain").view();
    ObjectNode credential = new ObjectMapper().createObjectNode();
    credential.put("id", "c4ed").put("name", "view").put("secret", "shown-once");
    credential.put("user", idOf(lab.world().cloudUsers(), "concertim"));
    credential.put("project", idOf(lab.world().projects(), "admin"));
    lab.world().applicationCredentials().add(credential);

    LabSync sync =
        sync(
            lab.config()
                .without("openstack.username")
                .without("openstack.password")
                .set("openstack.application_credential_id", "c4ed")
                .set("openstack.application_credential_secret", "shown-once"),
            "credential");

    assertTrue(sync.status(Source.OPENSTACK).complete(), () -> "" + sync.status(Source.OPENSTACK));
    assertEquals(plain.devices(), sync.view().devices());
  }

  private static String idOf(Table table, String name) {
    return table.rows().stream()
        .filter(row -> row.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asText();
  }

  @Test
  void aCatalogWithoutHeatOrOfAnotherRegionFails() throws Exception {
    lab.catalog().without("orchestration");
    LabSync without = sync(lab.config(), "without");
    assertFalse(without.status(Source.OPENSTACK).complete());

    lab.catalog().clear();
    LabSync other = sync(lab.config().set("openstack.region_name", "Elsewhere"), "other");
    assertTrue(
        other
            .status(Source.OPENSTACK)
            .reason()
            .contains("in the region Elsewhere; it has one in [RegionOne]"),
        () -> "" + other.status(Source.OPENSTACK));
  }
}
