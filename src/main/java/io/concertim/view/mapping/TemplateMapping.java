// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.PortalTemplate;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem.Cause;
import io.concertim.view.model.view.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lays flavors over the portal's templates (semantics.md section 5). */
final class TemplateMapping {
  private static final String DESCRIPTION = "Template created from Cloud by Concertim Service";

  final List<Template> templates = new ArrayList<>();
  private final Map<String, Template> byConcertimId = new HashMap<>();
  private final Map<String, Template> byFlavor = new HashMap<>();
  private final Map<String, Template> byTag = new HashMap<>();

  TemplateMapping(Layers layers, Problems problems) {
    List<PortalTemplate> known = layers.facts(PortalTemplate.class);
    Map<String, PortalTemplate> knownByFlavor =
        BestMatch.index(known, PortalTemplate::foreignId, t -> 0);
    for (PortalTemplate template : known) {
      Flavor flavor = layers.fact(Flavor.class, template.foreignId()).orElse(null);
      boolean matched = flavor != null && knownByFlavor.get(flavor.id()).id().equals(template.id());
      add(matched ? refreshed(template, flavor, problems) : unchanged(template));
    }
    Set<String> taken = new HashSet<>();
    taken.add(Names.HIDDEN_TEMPLATE);
    known.forEach(template -> taken.add(template.name()));
    for (Flavor flavor : layers.facts(Flavor.class)) {
      if (!knownByFlavor.containsKey(flavor.id())) {
        add(created(flavor, taken, problems));
      }
    }
  }

  private void add(Template template) {
    templates.add(template);
    byConcertimId.put(template.id().concertim(), template);
    if (template.id().cloud() != null) {
      byFlavor.putIfAbsent(template.id().cloud(), template);
    }
    if (template.tag() != null) {
      byTag.putIfAbsent(template.tag(), template);
    }
  }

  private static Template unchanged(PortalTemplate t) {
    return shown(t, t.ram(), t.disk(), t.vcpus());
  }

  /**
   * Takes the flavor's sizes. They never cause an update of the portal: fe_updates sends a
   * template's name and description only, so the difference would stay for ever (python-defects
   * A12). The height stays the portal's, since its devices take that many units.
   */
  private static Template refreshed(PortalTemplate t, Flavor flavor, Problems problems) {
    int disk = acceptedDisk(flavor);
    if (!Objects.equals(t.ram(), flavor.ram())
        || !Objects.equals(t.disk(), disk)
        || !Objects.equals(t.vcpus(), flavor.vcpus())
        || t.height() != height(flavor)) {
      problems.kept(
          Cause.SIZE,
          "template",
          t.id(),
          "differs from flavor " + flavor.id() + " in size; the portal cannot change that");
    }
    return shown(t, flavor.ram(), disk, flavor.vcpus());
  }

  private static Template shown(PortalTemplate t, Integer ram, Integer disk, Integer vcpus) {
    return new Template(
        new PairedId(t.id(), t.foreignId()),
        new NamePair(t.name(), t.name()),
        t.description(),
        ram,
        disk,
        vcpus,
        t.height(),
        t.tag(),
        false);
  }

  private static Template created(Flavor flavor, Set<String> taken, Problems problems) {
    String name = Names.template(flavor.name(), flavor.id(), taken);
    if (!name.equals(flavor.name())) {
      problems.adjusted(
          Cause.NAME,
          "flavor",
          flavor.id(),
          taken.contains(flavor.name())
              ? "named " + name + ", the portal has a " + flavor.name()
              : "named " + name + ", as the portal accepts it");
    }
    taken.add(name);
    if (acceptedDisk(flavor) != flavor.disk()) {
      problems.adjusted(
          Cause.SIZE, "flavor", flavor.id(), "offered with disk 1, the portal refuses disk 0");
    }
    return new Template(
        new PairedId(null, flavor.id()),
        new NamePair(name, name),
        DESCRIPTION,
        flavor.ram(),
        acceptedDisk(flavor),
        flavor.vcpus(),
        height(flavor),
        null,
        false);
  }

  private static int acceptedDisk(Flavor flavor) {
    return Math.max(1, flavor.disk());
  }

  /** Rack units a flavor takes: 1 to 4, by its vcpus. */
  static int height(Flavor flavor) {
    return Math.min(flavor.vcpus() / 2 + 1, 4);
  }

  /** The template with this Concertim id, or null. */
  Template byConcertimId(String id) {
    return byConcertimId.get(id);
  }

  /** The template of this flavor, or null. */
  Template byFlavor(String flavorId) {
    return byFlavor.get(flavorId);
  }

  /** The template tagged {@code volume} or {@code network}, or null. */
  Template byTag(String tag) {
    return byTag.get(tag);
  }
}
