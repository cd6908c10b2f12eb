// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change.Op;
import io.concertim.view.history.ViewDifference.Difference;
import io.concertim.view.model.view.View;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A known defect of the Python program that makes its view differ from ours: what it is, and how to
 * recognise it in a difference from its view to ours.
 */
record PythonDefect(String reason, Predicate<Difference> isSeenIn) {
  private static final Set<String> NOTHING = Set.of("", "[]", "{}", "0.0");

  private static final List<PythonDefect> ALL =
      List.of(
          field(
              "rack",
              "status_reason",
              "it forgets the reason of a known rack",
              PythonDefect::blank),
          field("rack", "outputs", "it forgets the outputs of a known rack", PythonDefect::blank),
          field(
              "rack", "metadata\\..*", "it does not renew the metadata of a known rack", d -> true),
          field(
              "rack|device",
              "name",
              "it keeps letters that the portal refuses",
              d -> letters(d.before()).equals(letters(d.after()))),
          field(
              "rack|device", "id|rack_id", "it takes the text None for an id", PythonDefect::none),
          field(
              "device",
              "network_interfaces",
              "it loses them on known devices",
              PythonDefect::blank),
          field("device", "details\\..*", "it takes the text None for a value", PythonDefect::none),
          field(
              "device",
              "details\\.login_user",
              "it does not set it on new devices",
              d -> d.before() == null),
          field(
              "rack|device",
              "status",
              "it takes unknown states for failures",
              d -> "FAILED".equals(d.before())),
          field(
              "device|template|rack",
              "updated",
              "it compares otherwise before it updates",
              d -> true),
          field("team", "credits", "it does not read them", PythonDefect::blank),
          field("team", "members", "it does not fill them", PythonDefect::blank));

  private static PythonDefect field(
      String kinds, String fields, String reason, Predicate<Difference> also) {
    return new PythonDefect(
        reason,
        d ->
            d.op() == Op.CHANGED
                && d.kind().matches(kinds)
                && d.field().matches(fields)
                && also.test(d));
  }

  /**
   * Finds the defect that causes a difference.
   *
   * @param difference from the view of the Python program to ours
   * @param ours our view, pending racks included
   */
  static Optional<String> in(Difference difference, View ours) {
    if (difference.op() == Op.REMOVED && pending(ours).contains(difference.id())) {
      return Optional.of("it offers a rack that has no subscription yet");
    }
    return ALL.stream()
        .filter(defect -> defect.isSeenIn.test(difference))
        .map(PythonDefect::reason)
        .findFirst();
  }

  /** The cloud ids of our pending racks and of the devices in them. */
  private static Set<String> pending(View ours) {
    Set<Object> racks =
        ours.racks().stream()
            .filter(rack -> rack.pending() != null)
            .map(rack -> rack.id())
            .collect(Collectors.toSet());
    Set<String> ids =
        ours.devices().stream()
            .filter(device -> racks.contains(device.rackId()))
            .map(device -> device.id().cloud())
            .collect(Collectors.toSet());
    ours.racks().stream()
        .filter(rack -> rack.pending() != null)
        .forEach(rack -> ids.add(rack.id().cloud()));
    return ids;
  }

  private static String letters(String name) {
    return name == null ? "" : name.replaceAll("[^A-Za-z0-9/]", "-");
  }

  private static boolean blank(Difference difference) {
    return difference.before() == null || NOTHING.contains(difference.before());
  }

  private static boolean none(Difference difference) {
    return difference.before() != null && difference.before().matches("None|.*/None");
  }
}
