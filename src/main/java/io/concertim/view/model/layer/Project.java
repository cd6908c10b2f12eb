// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/** A Keystone project. */
public record Project(String id, String name) implements Fact {
  public Project {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }

  /** The prefix of the names of projects and users that the suite creates. */
  public static final String MANAGED_PREFIX = "CM_";

  /** Whether the suite created the project. */
  public boolean isManaged() {
    return name.startsWith(MANAGED_PREFIX);
  }
}
