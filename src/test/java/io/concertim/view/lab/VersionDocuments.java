// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The version documents that OpenStack services give without a token: at their root, at their
 * version's address and, some of them, at every path that has no version. Recorded from Keystone
 * and Heat; after the source of the others.
 */
final class VersionDocuments {
  private static final List<String> OLD_NOVA = List.of("v2.0", "SUPPORTED", "", "");
  private static final Map<String, List<List<String>>> VERSIONS =
      Map.of(
          "keystone", List.of(List.of("v3.14", "stable", "", "")),
          "nova", List.of(OLD_NOVA, List.of("v2.1", "CURRENT", "2.93", "2.1")),
          "heat", List.of(List.of("v1.0", "CURRENT", "", "")),
          "cinder", List.of(List.of("v3.0", "CURRENT", "3.70", "3.0")),
          "neutron", List.of(List.of("v2.0", "CURRENT", "", "")));
  private static final List<String> TEXT_WITH_300 = List.of("keystone", "heat", "cinder");
  private static final List<String> CHOICES_EVERYWHERE = List.of("nova", "heat", "cinder");

  private VersionDocuments() {}

  /** The document that answers this request; empty when it is none of them. */
  static Optional<Answer> of(Call call) {
    String system = call.base().substring(call.base().lastIndexOf('/') + 1);
    if (!VERSIONS.containsKey(system) || call.segment(0).matches("v\\d.*")) {
      return Optional.empty();
    }
    if (call.path().isEmpty()) {
      int status = TEXT_WITH_300.contains(system) ? 300 : 200;
      return Optional.of(Answer.json(status, root(system, call)));
    }
    return CHOICES_EVERYWHERE.contains(system)
        ? Optional.of(Answer.json(300, Json.object("choices", versions(system, call))))
        : Optional.empty();
  }

  /** What stands at the address of a version itself. */
  static Answer version(Call call) {
    String system = call.base().substring(call.base().lastIndexOf('/') + 1);
    List<ObjectNode> all = versions(system, call);
    return Answer.json(200, Json.object("version", all.get(all.size() - 1)));
  }

  private static ObjectNode root(String system, Call call) {
    List<ObjectNode> versions = versions(system, call);
    return system.equals("keystone")
        ? Json.object("versions", Json.object("values", versions))
        : Json.object("versions", versions);
  }

  private static List<ObjectNode> versions(String system, Call call) {
    return VERSIONS.get(system).stream().map(row -> version(system, row, call)).toList();
  }

  private static ObjectNode version(String system, List<String> row, Call call) {
    ObjectNode version = Json.object("id", row.get(0), "status", row.get(1));
    if (system.equals("nova") || system.equals("cinder")) {
      version.put("version", row.get(2)).put("min_version", row.get(3));
    }
    String path =
        switch (system) {
          case "nova" -> row.get(0).replace("v2.0", "v2");
          case "neutron" -> row.get(0);
          default -> row.get(0).replaceFirst("[.].*", "");
        };
    String self = call.base() + "/" + path + "/";
    version.set("links", Json.of(List.of(Map.of("rel", "self", "href", self))));
    return version;
  }
}
