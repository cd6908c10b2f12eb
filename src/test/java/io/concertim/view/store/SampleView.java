// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Views for the tests of this package. */
public final class SampleView {
  public static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456Z");
  public static final BilledId TEAM = new BilledId("team-1", "project-1", "account-1");
  public static final BilledId UNBILLED_TEAM = new BilledId("team-2", "project-2", null);
  public static final BilledId RACK = new BilledId("rack-1", "stack-1", "order-1");
  public static final PairedId FLAVORED = new PairedId("template-1", "flavor-1");

  private SampleView() {}

  /** One rack with one server, and one of everything else. */
  public static View small() {
    return of(List.of(rack(RACK, TEAM, null)), List.of(device("device-1", "server-1")));
  }

  public static View of(List<Rack> racks, List<Device> devices) {
    Map<Source, SourceStatus> sources = new EnumMap<>(Source.class);
    sources.put(Source.CONCERTIM, SourceStatus.completeAt(NOW));
    sources.put(
        Source.OPENSTACK,
        SourceStatus.failedAt(NOW, "Heat answered 503", SourceStatus.completeAt(NOW)));
    sources.put(Source.KILLBILL, SourceStatus.failedAt(NOW, "connection refused", null));
    return new View(
        7,
        NOW,
        sources,
        List.of(team(TEAM, racks), team(UNBILLED_TEAM, racks)),
        List.of(
            new User(
                new PairedId("user-1", null),
                new NamePair("anna", "CM_anna"),
                "User pulled from Concertim",
                "Anna Example",
                "anna@example.com")),
        List.of(template(FLAVORED), template(new PairedId(null, "flavor-2"))),
        racks,
        devices,
        List.of(
            new Problem(
                Problem.Effect.LEFT_OUT,
                Problem.Cause.NO_FLAVOR,
                "server",
                "server-9",
                "has no flavor")),
        List.of(new HeldDeletion("server", List.of("server-8"), "the list was empty", null)));
  }

  private static Team team(BilledId id, List<Rack> racks) {
    return new Team(
        id,
        new NamePair("Alpha Team", "CM_Alpha_Team"),
        racks.stream().filter(rack -> id.equals(rack.teamId())).map(Rack::id).toList(),
        List.of(new PairedId("user-1", null)),
        "2026-11-01",
        "",
        13,
        0.5,
        new BigDecimal("12.50"));
  }

  private static Template template(PairedId id) {
    return new Template(
        id, new NamePair("m1.small", "m1.small"), null, 2048, 300, null, 1, null, false);
  }

  public static Rack rack(BilledId id, BilledId team, String pending) {
    Map<String, Map<String, String>> resources = new LinkedHashMap<>();
    resources.put("servers", Map.of("server-1", "node"));
    Stream.of("volumes", "networks", "other").forEach(group -> resources.put(group, Map.of()));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("output_key", "gateway_ip");
    output.put("output_value", "10.151.15.160");
    output.put("description", null);
    return new Rack(
        id,
        new NamePair("my-cluster", "my.cluster"),
        "",
        team,
        42,
        "ACTIVE",
        "Stack CREATE completed successfully",
        List.of(output),
        "gateway_ip={'output_key': 'gateway_ip'}",
        Map.of(),
        Map.of("creator_cloud_name", "CM_anna"),
        resources,
        List.of(1, 42),
        List.of(new PairedId("device-1", "server-1"), new PairedId(null, "not-published")),
        pending,
        false,
        true);
  }

  public static Device device(String concertim, String cloud) {
    return device(new PairedId(concertim, cloud), "Instance", RACK, FLAVORED);
  }

  public static Device device(PairedId id, String type, BilledId rack, PairedId template) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("ssh_key", "anna-key");
    details.put("volume_details", Map.of("nested", Arrays.asList(1, null, true)));
    details.put("public_ips", "['10.151.15.160']");
    details.put("private_ips", List.of("10.1.0.5"));
    details.put("login_user", "");
    return new Device(
        id,
        new NamePair("node-1", "node_1"),
        type,
        "Server Device created from Cloud by Concertim Service",
        rack,
        template,
        new Location(1, 1, "f"),
        "ACTIVE",
        List.of("mycluster-network"),
        1.5,
        details,
        false,
        false);
  }

  /** As many devices as asked for, 40 to a rack. */
  public static View large(int count) {
    List<Rack> racks = new ArrayList<>();
    List<Device> devices = new ArrayList<>();
    for (int i = 0; i < count / 40; i++) {
      BilledId id = new BilledId("rack-" + i, "stack-" + i, "order-" + i);
      racks.add(rack(id, TEAM, null));
      int first = 40 * i;
      IntStream.range(first, first + 40)
          .mapToObj(n -> new PairedId("device-0000-4000-8000-" + n, "server-0000-4000-8000-" + n))
          .forEach(device -> devices.add(device(device, "Instance", id, FLAVORED)));
    }
    return of(racks, devices);
  }
}
