// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The processes of all hosts of a cluster, and how far each is; none on a host alone. */
final class ClusterEndpoint implements Endpoint {
  private final Management.Members members;

  ClusterEndpoint(Management.Members members) {
    this.members = members;
  }

  @Override
  public Response answer(Request request) {
    List<?> all;
    try {
      all = members.all();
    } catch (IOException e) {
      return Response.error(503, e.getMessage());
    }
    return Response.json(200, Map.of("processes", all));
  }
}
