// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds things in a mapped view by their ids in the cloud or in the portal. */
record MappedView(Mapped mapped) {

  Optional<Rack> findRack(String id) {
    return mapped.racks().stream()
        .filter(r -> id.equals(r.id().concertim()) || id.equals(r.id().cloud()))
        .findFirst();
  }

  Rack rack(String id) {
    return findRack(id).orElseThrow(() -> new AssertionError("no rack " + id + in()));
  }

  Optional<Device> findDevice(String id) {
    return mapped.devices().stream()
        .filter(d -> id.equals(d.id().concertim()) || id.equals(d.id().cloud()))
        .findFirst();
  }

  Device device(String id) {
    return findDevice(id).orElseThrow(() -> new AssertionError("no device " + id + in()));
  }

  Template template(String id) {
    return mapped.templates().stream()
        .filter(t -> id.equals(t.id().concertim()) || id.equals(t.id().cloud()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no template " + id + in()));
  }

  Team team(String id) {
    return mapped.teams().stream()
        .filter(t -> id.equals(t.id().concertim()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no team " + id + in()));
  }

  int start(String device) {
    return device(device).location().startUnit();
  }

  List<Problem> problems(String id) {
    return mapped.problems().stream().filter(p -> Objects.equals(id, p.id())).toList();
  }

  /** What was done about the one problem of this object. */
  Problem.Effect effect(String id) {
    List<Problem> problems = problems(id);
    if (problems.size() != 1) {
      throw new AssertionError(problems.size() + " problems about " + id + in());
    }
    return problems.get(0).effect();
  }

  private String in() {
    return " in " + mapped;
  }
}
