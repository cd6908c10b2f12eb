// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.util.Set;

/** Who calls an OpenStack service: a user, scoped to a project, with these roles. */
record Session(String userId, String project, Set<String> roles) {

  boolean admin() {
    return roles.contains("admin");
  }

  boolean sees(String projectId) {
    return admin() || project.equals(projectId);
  }
}
