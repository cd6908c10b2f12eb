// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import io.concertim.view.history.Change;
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
import io.concertim.view.model.view.View;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** A view of 25 teams with 100 racks of 20 devices each: 50,000 devices. */
public final class LargeView {
  private static final int TEAMS = 25;
  private static final int RACKS = 100;
  private static final int DEVICES = 20;

  private final List<Team> teams = new ArrayList<>();
  private final List<Rack> racks = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();

  private LargeView() {}

  public static View of(Instant now) {
    LargeView made = new LargeView();
    IntStream.range(0, TEAMS).forEach(made::addTeam);
    Map<Source, SourceStatus> sources = new EnumMap<>(Source.class);
    sources.put(Source.CONCERTIM, SourceStatus.completeAt(now.minusSeconds(6)));
    sources.put(Source.OPENSTACK, SourceStatus.completeAt(now.minusSeconds(9)));
    sources.put(
        Source.KILLBILL,
        SourceStatus.failedAt(
            now.minusSeconds(6),
            "killbill: Connect to 10.0.0.7:8080 failed: Connection refused",
            SourceStatus.completeAt(now.minusSeconds(190))));
    return new View(
        4711,
        now,
        sources,
        made.teams,
        List.of(),
        List.of(),
        made.racks,
        made.devices,
        List.of(
            new Problem(
                Problem.Effect.LEFT_OUT,
                Problem.Cause.NO_RACK,
                "server",
                id("lost", 1),
                "no stack shown as a rack has it"),
            new Problem(
                Problem.Effect.ADJUSTED,
                Problem.Cause.SIZE,
                "flavor",
                id("flavor", 1),
                "offered with disk 1, the portal refuses disk 0")),
        List.of(
            new HeldDeletion(
                "volume",
                IntStream.range(0, 12).mapToObj(i -> id("held", i)).toList(),
                "12 of 70 volumes are missing in the list, more than the threshold of 10 %",
                null)));
  }

  private void addTeam(int t) {
    BilledId team = new BilledId(id("team", t), id("project", t), id("account", t));
    List<BilledId> own = new ArrayList<>();
    for (int r = 0; r < RACKS; r++) {
      own.add(addRack(t, r, team));
    }
    String name = "team-%02d".formatted(t);
    teams.add(
        new Team(
            team,
            new NamePair(name, "CM_" + name),
            own,
            List.of(),
            "2026-11-01",
            "2026-12-01",
            120.5 + t,
            900,
            BigDecimal.TEN));
  }

  private BilledId addRack(int t, int r, BilledId team) {
    int number = t * RACKS + r;
    boolean pending = number % 41 == 3;
    BilledId rack =
        new BilledId(
            pending ? null : id("rack", number),
            id("stack", number),
            pending ? null : id("subscription", number));
    List<Integer> occupied = new ArrayList<>();
    List<PairedId> own = new ArrayList<>();
    int unit = 1;
    for (int d = 0; d < DEVICES; d++) {
      int height = d % 5 == 0 ? 2 : 1;
      own.add(addDevice(number, d, rack, unit, height));
      IntStream.range(unit, unit + height).forEach(occupied::add);
      unit += height + (d % 7 == 6 ? 2 : 0);
    }
    String name = "cluster-%03d".formatted(number);
    racks.add(
        new Rack(
            rack,
            new NamePair(name, name),
            "",
            team,
            42,
            number % 17 == 5 ? "FAILED" : number % 13 == 4 ? "IN_PROGRESS" : "ACTIVE",
            "Stack CREATE completed successfully",
            List.of(),
            "",
            Map.of(),
            Map.of("creator_cloud_name", "CM_anna"),
            Map.of(),
            occupied,
            own,
            pending ? "no subscription of Kill Bill names its stack yet" : null,
            false,
            number % 29 == 7));
    return rack;
  }

  private PairedId addDevice(int rackNumber, int d, BilledId rack, int unit, int height) {
    int number = rackNumber * DEVICES + d;
    PairedId id =
        new PairedId(rack.concertim() == null ? null : id("device", number), id("server", number));
    String type = d == 18 ? "Network" : d >= 16 ? "Volume" : "Instance";
    String name =
        (type.equals("Instance") ? "node-%05d" : type.toLowerCase(java.util.Locale.ROOT) + "-%05d")
            .formatted(number);
    devices.add(
        new Device(
            id,
            new NamePair(name, name),
            type,
            "",
            rack,
            null,
            new Location(unit, unit + height - 1, "f"),
            number % 97 == 11
                ? "FAILED"
                : number % 23 == 6
                    ? "STOPPED"
                    : number % 61 == 9 ? "IN_PROGRESS" : number % 83 == 8 ? "SUSPENDED" : "ACTIVE",
            List.of("net-" + rackNumber),
            1.5,
            Map.of(
                "private_ips",
                "['10.%d.%d.%d']".formatted(rackNumber / 250, rackNumber % 250, d + 10),
                "ssh_key",
                "anna-key"),
            number % 211 == 10,
            number % 53 == 12));
    return id;
  }

  /** What has changed lately, the oldest first. */
  public static List<Change> changes(Instant now) {
    List<Change> changes = new ArrayList<>();
    for (int i = 40; i > 0; i--) {
      int number = i * 173;
      changes.add(
          new Change(
              now.minusSeconds(7L * i),
              4711 - i,
              i % 2 == 0 ? "compute.instance.power_off.end" : "compute.instance.power_on.end",
              60L + 3L * i,
              "device",
              id("server", number),
              "node-%05d".formatted(number),
              Change.Op.CHANGED,
              "status",
              i % 2 == 0 ? "ACTIVE" : "STOPPED",
              i % 2 == 0 ? "STOPPED" : "ACTIVE",
              null,
              null));
    }
    return changes;
  }

  /** The same for the same object each time. */
  public static String id(String kind, int number) {
    return new UUID(
            0x5e00000000004000L + kind.hashCode() * 0x100000000L, 0x8000000000000000L + number)
        .toString();
  }
}
