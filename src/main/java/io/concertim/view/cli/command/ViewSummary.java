// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.View;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** Prints a readable summary of a view: sources, teams, racks and their devices by rack unit. */
public final class ViewSummary {
  private ViewSummary() {}

  /**
   * Prints the view.
   *
   * @param directory the directory of its files
   */
  public static void print(View view, Path directory, PrintWriter out) {
    out.printf("View, generation %d of %s%n", view.generation(), view.writtenAt());
    view.sources()
        .forEach((source, status) -> out.printf("  %-10s %s%n", source.label(), of(view, status)));
    for (Team team : view.teams()) {
      out.printf("Team %s (project %s)%n", team.name().concertim(), team.id().cloud());
      view.racks().stream()
          .filter(rack -> rack.teamId().equals(team.id()))
          .forEach(rack -> print(rack, view, out));
    }
    view.problems().stream()
        .filter(problem -> problem.cause() != Problem.Cause.HELD)
        .forEach(
            problem ->
                out.printf(
                    "%s: %s %s: %s%n",
                    problem.effect(), problem.object(), problem.id(), problem.reason()));
    view.held()
        .forEach(h -> out.printf("HELD: %s deletions, %s: %s%n", h.kind(), h.reason(), h.ids()));
    out.printf("Files: %s, %s%n", directory.resolve("view.json"), directory.resolve("view.pickle"));
    out.flush();
  }

  private static String of(View view, SourceStatus status) {
    String age =
        status.readAt() == null
            ? "never read"
            : "read "
                + Duration.between(status.readAt(), view.writtenAt()).toMillis() / 1000.0
                + " s before";
    return status.complete() ? age + ", complete" : age + ", NOT complete: " + status.reason();
  }

  private static void print(Rack rack, View view, PrintWriter out) {
    out.printf(
        "  Rack %s, %d U, %s, stack %s, order %s%s%n",
        rack.name().cloud(),
        rack.height(),
        rack.status(),
        rack.id().cloud(),
        rack.id().billing(),
        marks(rack.id().concertim(), rack.deleteMarker(), rack.updated(), rack.pending()));
    List<Device> devices =
        view.devices().stream()
            .filter(device -> device.rackId().equals(rack.id()))
            .sorted(Comparator.comparing((Device d) -> d.location().startUnit()).reversed())
            .toList();
    for (Device device : devices) {
      out.printf(
          "    U%02d-%02d %-8s %-32s %-11s %s%s%n",
          device.location().startUnit(),
          device.location().endUnit(),
          device.type(),
          device.name().concertim(),
          device.status(),
          device.id().cloud(),
          marks(device.id().concertim(), device.deleteMarker(), device.updated(), null));
    }
  }

  private static String marks(String concertimId, boolean gone, boolean updated, String pending) {
    return (concertimId == null ? ", new" : "")
        + (gone ? ", GONE" : "")
        + (updated ? ", changed" : "")
        + (pending == null ? "" : ", PENDING: " + pending);
  }
}
