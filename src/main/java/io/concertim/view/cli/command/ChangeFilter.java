// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change;
import io.concertim.view.history.Change.Owner;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select changes; a change has to pass all that are given. */
final class ChangeFilter {
  private static final List<String> KINDS = List.of("device", "rack", "team", "template", "user");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only later ones: a time such as 2026-11-24T16:00:00Z, or how long ago: PT1H.")
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only ones until then.")
  private String until;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Only those of this object: its id in the cloud, or its name.")
  private String id;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Only those of this device, by its id or name.")
  private String device;

  @Option(
      names = "--rack",
      paramLabel = "RACK",
      description = "Only those of this rack and its devices, by its id or name.")
  private String rack;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Only those of this team, its racks and their devices, by its id or name.")
  private String team;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only those of devices, racks, teams, templates or users: device, rack, ….")
  private String kind;

  @Option(
      names = "--field",
      paramLabel = "FIELD",
      description = "Only those of this field, such as status, or of its parts: details.")
  private String field;

  @Option(
      names = "--cause",
      paramLabel = "TEXT",
      description = "Only those whose cause has this in it, such as power_off or sync.")
  private String cause;

  /**
   * Whether a change is selected.
   *
   * @throws ParameterException if an option is not valid
   */
  Predicate<Change> wanted() {
    Instant from = since == null ? Instant.MIN : PastTime.of("--since", since, command);
    Instant to = until == null ? Instant.MAX : PastTime.of("--until", until, command);
    if (kind != null && !KINDS.contains(kind)) {
      throw new ParameterException(
          command.commandLine(), "--kind: expected one of " + KINDS + ", found " + kind);
    }
    return change ->
        !change.at().isBefore(from)
            && !change.at().isAfter(to)
            && (id == null || isOf(change, id))
            && (kind == null || kind.equals(change.kind()))
            && (device == null || is("device", device, change))
            && (rack == null || is("rack", rack, change) || isOwner(change.rack(), rack))
            && (team == null || is("team", team, change) || isOwner(change.team(), team))
            && (field == null || isField(change.field()))
            && (cause == null || lower(change.cause()).contains(lower(cause)));
  }

  private static boolean is(String kind, String wanted, Change change) {
    return kind.equals(change.kind()) && isOf(change, wanted);
  }

  private static boolean isOf(Change change, String wanted) {
    return wanted.equals(change.id()) || wanted.equals(change.name());
  }

  /** Changes that an earlier version recorded have no owners. */
  private static boolean isOwner(Owner owner, String wanted) {
    return owner != null && (wanted.equals(owner.id()) || wanted.equals(owner.name()));
  }

  private boolean isField(String changed) {
    return changed != null && (changed.equals(field) || changed.startsWith(field + "."));
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
