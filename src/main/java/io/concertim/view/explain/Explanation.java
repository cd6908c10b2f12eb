// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.explain;

import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalDevice;
import io.concertim.view.model.layer.PortalRack;
import io.concertim.view.model.layer.StackResources;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Identity;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that is known about one object.
 *
 * @param observations what the systems say of the object
 * @param mentions facts of other objects that name it: a resource tree, a rack, a device, a custom
 *     field
 * @param joined facts of objects that the view shows as the same thing: a stack with its rack and
 *     its subscription, a server with its device
 * @param ids the ids of the object in the systems
 * @param shown how the view shows it, and what fe_updates will do, in words
 * @param problems why it, or a part of it, is left out, adjusted or held, in words
 */
public record Explanation(
    List<Observation> observations,
    List<Observation> mentions,
    List<Observation> joined,
    Set<String> ids,
    List<String> shown,
    List<String> problems) {
  /** The fields of facts that hold an object's name. */
  private static final Set<String> NAMES = Set.of("name", "login");

  /**
   * Collects everything about an object.
   *
   * @param idOrName an id or name of the object in any of the systems
   */
  public static Explanation of(String idOrName, State state, View view) {
    List<Observation> own = new ArrayList<>();
    List<Observation> mentions = new ArrayList<>();
    for (Observation seen : state.layers().observations()) {
      if (seen.id().equals(idOrName) || isNamed(seen.fact(), idOrName)) {
        own.add(seen);
      }
    }
    Set<String> ids = new LinkedHashSet<>(List.of(idOrName));
    own.forEach(seen -> ids.add(seen.id()));
    for (Observation seen : state.layers().observations()) {
      if (!own.contains(seen) && !seen.isGone() && names(seen.fact(), ids)) {
        mentions.add(seen);
        if (seen.kind() == Kind.DEVICE || seen.kind() == Kind.RACK) {
          ids.add(seen.id());
        }
      }
    }
    Set<String> all = new LinkedHashSet<>(ids);
    joinAll(view, all);
    List<Observation> joined = new ArrayList<>();
    for (Observation seen : state.layers().observations()) {
      if (all.contains(seen.id()) && !own.contains(seen) && !mentions.contains(seen)) {
        joined.add(seen);
      }
    }
    return new Explanation(own, mentions, joined, all, shown(all, view), problems(all, view));
  }

  /**
   * Collects what a view alone shows of an object: what the systems said when an earlier view was
   * made is not kept.
   *
   * @param idOrName an id of the object in any of the systems, or its name in the view
   */
  public static Explanation of(String idOrName, View view) {
    Set<String> ids = new LinkedHashSet<>(List.of(idOrName));
    view.racks().stream()
        .filter(rack -> isNamed(rack.name(), idOrName))
        .forEach(rack -> ids.add(rack.id().cloud()));
    view.teams().stream()
        .filter(team -> isNamed(team.name(), idOrName))
        .forEach(team -> ids.add(team.id().concertim()));
    view.devices().stream()
        .filter(device -> isNamed(device.name(), idOrName))
        .forEach(device -> ids.add(device.id().cloud()));
    ids.remove(null);
    joinAll(view, ids);
    return new Explanation(
        List.of(), List.of(), List.of(), ids, shown(ids, view), problems(ids, view));
  }

  private static boolean isNamed(NamePair name, String wanted) {
    return wanted.equals(name.concertim()) || wanted.equals(name.cloud());
  }

  private static void joinAll(View view, Set<String> ids) {
    view.racks().forEach(rack -> join(rack.id(), ids));
    view.teams().forEach(team -> join(team.id(), ids));
    view.devices().forEach(device -> join(device.id(), ids));
    view.templates().forEach(template -> join(template.id(), ids));
    view.users().forEach(user -> join(user.id(), ids));
  }

  /** Adds all of the parts to the ids if one of the parts is among them. */
  private static void join(Identity id, Set<String> ids) {
    List<String> known =
        id.parts().stream().filter(part -> part != null && !part.isEmpty()).toList();
    if (known.stream().anyMatch(ids::contains)) {
      ids.addAll(known);
    }
  }

  /** Whether neither a system nor the view names the object. */
  public boolean isUnknown() {
    return observations.isEmpty() && mentions.isEmpty() && shown.isEmpty() && problems.isEmpty();
  }

  private static boolean isNamed(Fact fact, String name) {
    if (fact == null) {
      return false;
    }
    for (RecordComponent component : fact.getClass().getRecordComponents()) {
      if (NAMES.contains(component.getName())) {
        try {
          return name.equals(component.getAccessor().invoke(fact));
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read " + component, e);
        }
      }
    }
    return false;
  }

  private static boolean names(Fact fact, Set<String> ids) {
    if (fact instanceof StackResources tree) {
      return tree.resources().stream().anyMatch(part -> ids.contains(part.physicalId()));
    }
    if (fact instanceof PortalRack rack) {
      return ids.contains(rack.stackId());
    }
    if (fact instanceof PortalDevice device) {
      return ids.contains(device.cloudId());
    }
    return fact instanceof CustomField field && ids.contains(field.value());
  }

  private static List<String> shown(Set<String> ids, View view) {
    List<String> shown = new ArrayList<>();
    for (Team team : view.teams()) {
      if (team.id().isAmong(ids)) {
        shown.add(
            "team %s (project %s), %d racks, as the portal shows it"
                .formatted(team.name().concertim(), team.id().cloud(), team.racks().size()));
      }
    }
    for (User user : view.users()) {
      if (user.id().isAmong(ids)) {
        shown.add("user %s, as the portal shows it".formatted(user.name().concertim()));
      }
    }
    for (Template template : view.templates()) {
      if (template.id().isAmong(ids)) {
        shown.add(
            "template %s (flavor %s), %s"
                .formatted(
                    template.name().concertim(),
                    template.id().cloud(),
                    fate(template.id().concertim(), false, template.updated())));
      }
    }
    for (Rack rack : view.racks()) {
      if (rack.id().isAmong(ids)) {
        shown.add(
            "rack %s, %s, %s"
                .formatted(
                    rack.name().cloud(),
                    rack.status(),
                    rack.pending() != null
                        ? "pending: " + rack.pending()
                        : fate(rack.id().concertim(), rack.deleteMarker(), rack.updated())));
      }
    }
    for (Device device : view.devices()) {
      if (device.id().isAmong(ids)) {
        shown.add(
            "device %s (%s), %s, units %d to %d of rack %s, %s"
                .formatted(
                    device.name().concertim(),
                    device.type(),
                    device.status(),
                    device.location().startUnit(),
                    device.location().endUnit(),
                    device.rackId().cloud(),
                    fate(device.id().concertim(), device.deleteMarker(), device.updated())));
      }
    }
    return shown;
  }

  private static String fate(String concertimId, boolean gone, boolean updated) {
    if (gone) {
      return "marked as gone: fe_updates deletes it from the portal";
    }
    if (concertimId == null) {
      return "new: fe_updates makes it in the portal";
    }
    return updated ? "changed: fe_updates updates it in the portal" : "as the portal shows it";
  }

  private static List<String> problems(Set<String> ids, View view) {
    List<String> problems = new ArrayList<>();
    for (Problem problem : view.problems()) {
      if (ids.contains(problem.id())) {
        problems.add(
            "%s %s is %s: %s"
                .formatted(
                    problem.object(),
                    problem.id(),
                    switch (problem.effect()) {
                      case LEFT_OUT -> "left out";
                      case ADJUSTED -> "adjusted";
                      case KEPT -> "kept as it is";
                    },
                    problem.reason()));
      }
    }
    return problems;
  }
}
