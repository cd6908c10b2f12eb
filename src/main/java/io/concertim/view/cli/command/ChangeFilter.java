// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeTests;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that select changes; a change has to pass all that are given. */
final class ChangeFilter {
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
    if (kind != null && !ChangeTests.KINDS.contains(kind)) {
      throw new ParameterException(
          command.commandLine(),
          "--kind: expected one of " + ChangeTests.KINDS + ", found " + kind);
    }
    Predicate<Change> inTime = change -> !change.at().isBefore(from) && !change.at().isAfter(to);
    return inTime
        .and(given(id, ChangeTests::of))
        .and(given(kind, ChangeTests::ofKind))
        .and(given(device, name -> ChangeTests.ofKind("device").and(ChangeTests.of(name))))
        .and(given(rack, ChangeTests::ofRack))
        .and(given(team, ChangeTests::ofTeam))
        .and(given(field, ChangeTests::ofField))
        .and(given(cause, text -> change -> lower(change.cause()).contains(lower(text))));
  }

  /** An option that is not given selects every change. */
  private static Predicate<Change> given(
      String option, Function<String, Predicate<Change>> selecting) {
    return option == null ? change -> true : selecting.apply(option);
  }

  private static String lower(String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
