// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Identity;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the published view, or a part of it. */
@Command(
    name = "show",
    description = {
      "Print the published view: teams, racks, and devices by rack unit.",
      "Exit code: 1 if nothing is found, 2 if the view of --at is not known."
    },
    mixinStandardHelpOptions = true)
public final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Option(names = "--team", paramLabel = "TEAM", description = "Only this team, by name or id.")
  private String team;

  @Option(names = "--rack", paramLabel = "RACK", description = "Only this rack, by name or id.")
  private String rack;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description =
          "Only racks with this status, such as FAILED, and devices with it in their racks.")
  private String status;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description =
          "Only the device with this id or name, in any system, and its rack; or that rack, also by"
              + " its subscription, or that team, with all it has.")
  private String id;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "The view of then: a time such as 2026-11-24T16:00:00Z, or how long ago: PT1H.")
  private String at;

  @Option(names = "--json", description = "As JSON, in the format of view.json.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    View part = part(data.view(at));
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(new String(ViewJson.bytes(part), StandardCharsets.UTF_8));
      out.flush();
    } else {
      Path directory = data.directory().path();
      ViewSummary.print(part, directory, Output.to(spec.commandLine().getOut()));
    }
    return part.teams().isEmpty() && part.racks().isEmpty() ? 1 : 0;
  }

  private View part(View view) {
    Set<BilledId> teams = keys(view.teams().stream().filter(this::isOfTeam).map(Team::id));
    Set<BilledId> namedTeams =
        keys(view.teams().stream().filter(this::isNamed).map(Team::id).filter(teams::contains));
    List<Rack> eligible =
        view.racks().stream()
            .filter(one -> rack == null || is(rack, one.id(), one.name()))
            .filter(one -> teams.contains(one.teamId()))
            .toList();
    Set<BilledId> namedRacks =
        keys(
            eligible.stream()
                .filter(one -> isNamed(one.id(), one.name()) || namedTeams.contains(one.teamId()))
                .map(Rack::id));
    Set<BilledId> eligibleRacks = keys(eligible.stream().map(Rack::id));
    List<Device> devices =
        view.devices().stream()
            .filter(one -> eligibleRacks.contains(one.rackId()) && hasStatus(one.status()))
            .filter(one -> isNamed(one.id(), one.name()) || namedRacks.contains(one.rackId()))
            .toList();
    Set<BilledId> withDevices = keys(devices.stream().map(Device::rackId));
    List<Rack> racks =
        eligible.stream()
            .filter(
                one ->
                    withDevices.contains(one.id())
                        || (namedRacks.contains(one.id()) && hasStatus(one.status())))
            .toList();
    Set<BilledId> owners = keys(racks.stream().map(Rack::teamId));
    boolean ofRacksOnly = rack != null || status != null;
    return new View(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        view.teams().stream()
            .filter(
                one -> owners.contains(one.id()) || (!ofRacksOnly && namedTeams.contains(one.id())))
            .toList(),
        view.users(),
        view.templates(),
        racks,
        devices,
        view.problems(),
        view.held());
  }

  private static Set<BilledId> keys(Stream<BilledId> ids) {
    return ids.collect(Collectors.toSet());
  }

  private boolean isOfTeam(Team one) {
    return team == null || is(team, one.id(), one.name());
  }

  private boolean isNamed(Team one) {
    return isNamed(one.id(), one.name());
  }

  private boolean isNamed(Identity ids, NamePair name) {
    return id == null || is(id, ids, name);
  }

  private boolean hasStatus(String shown) {
    return status == null || status.equalsIgnoreCase(shown);
  }

  private static boolean is(String wanted, Identity id, NamePair name) {
    return id.parts().contains(wanted)
        || wanted.equals(name.concertim())
        || wanted.equals(name.cloud());
  }
}
