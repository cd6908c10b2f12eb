// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The service catalog in a token: where each OpenStack service of the lab is. */
final class Catalog {
  private Catalog() {}

  /** The usual catalog, for a token of this project. */
  static ArrayNode of(String lab, String project) {
    Map<String, String> services = new LinkedHashMap<>();
    services.put("orchestration heat", lab + "/heat/v1/" + project);
    services.put("volumev3 cinderv3", lab + "/cinder/v3/" + project);
    services.put("identity keystone", lab + "/keystone/v3");
    services.put("compute nova", lab + "/nova/v2.1");
    services.put("network neutron", lab + "/neutron");
    List<ObjectNode> rows = new ArrayList<>();
    services.forEach(
        (service, url) -> {
          List<String> typeAndName = List.of(service.split(" ", -1));
          List<ObjectNode> endpoints =
              List.of("public", "internal", "admin").stream()
                  .map(face -> endpoint(typeAndName.get(1), face, url))
                  .toList();
          rows.add(
              Json.object(
                  "endpoints", Json.array(endpoints),
                  "id", "service-" + typeAndName.get(1),
                  "type", typeAndName.get(0),
                  "name", typeAndName.get(1)));
        });
    return Json.array(rows);
  }

  private static ObjectNode endpoint(String service, String face, String url) {
    return Json.object(
        "id",
        "endpoint-" + service + "-" + face,
        "interface",
        face,
        "region_id",
        "RegionOne",
        "url",
        url,
        "region",
        "RegionOne");
  }
}
