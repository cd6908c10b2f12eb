package io.concertim.view.cli.command;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the published view, or a part of it. */
@Command(
    name = "show",
    description = "Print the published view: teams, racks, and devices by rack unit.",
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
      description = "Only devices with this status, such as FAILED, and their racks.")
  private String status;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only the device with this id or name, in any system, and its rack.")
  private String id;

  @Option(names = "--json", description = "As JSON, in the format of view.json.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    View part = part(data.view());
    if (json) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(new String(ViewJson.bytes(part), StandardCharsets.UTF_8));
      out.flush();
    } else {
      Path directory = data.directory().path();
      ViewSummary.print(part, directory, Output.to(spec.commandLine().getOut()));
    }
    return part.racks().isEmpty() ? 1 : 0;
  }

  private View part(View view) {
    List<Device> devices = view.devices().stream().filter(this::isWanted).toList();
    Set<BilledId> withDevices = new HashSet<>();
    devices.forEach(device -> withDevices.add(device.rackId()));
    Set<BilledId> teams = new HashSet<>();
    view.teams().stream()
        .filter(one -> team == null || is(team, one.id(), one.name()))
        .forEach(one -> teams.add(one.id()));
    List<Rack> racks =
        view.racks().stream()
            .filter(one -> rack == null || is(rack, one.id(), one.name()))
            .filter(one -> teams.contains(one.teamId()))
            .filter(one -> (status == null && id == null) || withDevices.contains(one.id()))
            .toList();
    Set<BilledId> kept = new HashSet<>();
    racks.forEach(one -> kept.add(one.id()));
    List<Team> owners =
        view.teams().stream()
            .filter(one -> racks.stream().anyMatch(r -> r.teamId().equals(one.id())))
            .toList();
    return new View(
        view.generation(),
        view.writtenAt(),
        view.sources(),
        owners,
        view.users(),
        view.templates(),
        racks,
        devices.stream().filter(device -> kept.contains(device.rackId())).toList(),
        view.problems(),
        view.held());
  }

  private boolean isWanted(Device device) {
    return (status == null || status.equalsIgnoreCase(device.status()))
        && (id == null || is(id, device.id(), device.name()));
  }

  private static boolean is(String wanted, Object id, NamePair name) {
    Stream<String> ids =
        id instanceof BilledId billed
            ? Stream.of(billed.concertim(), billed.cloud(), billed.billing())
            : Stream.of(((PairedId) id).concertim(), ((PairedId) id).cloud());
    return Stream.concat(ids, Stream.of(name.concertim(), name.cloud())).anyMatch(wanted::equals);
  }
}
