// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * How the service catalogs of other clouds differ from the lab's usual one. What is set here shows
 * in every token that is issued from then on; thread safe.
 */
public final class CatalogOddities {
  private final List<Consumer<ArrayNode>> changes = new CopyOnWriteArrayList<>();

  /** Any change of the catalog, an array of services in Keystone's form. */
  public CatalogOddities change(Consumer<ArrayNode> change) {
    changes.add(change);
    return this;
  }

  /** The usual catalog again. */
  public void clear() {
    changes.clear();
  }

  /** Endpoints of these types without version and project, as many installers register them. */
  public CatalogOddities unversioned(String... types) {
    for (String type : types) {
      urls(type, url -> url.replaceFirst("/v[0-9.]+(/.*)?$", ""));
    }
    return this;
  }

  /** The identity endpoints end in v2.0, which Keystone does not serve any more. */
  public CatalogOddities identityV2() {
    return urls("identity", url -> url.replaceFirst("/v3$", "/v2.0"));
  }

  /** Another address of each endpoint of this type. */
  public CatalogOddities urls(String type, UnaryOperator<String> change) {
    return endpoints(type, endpoint -> endpoint.put("url", change.apply(text(endpoint, "url"))));
  }

  /** Region and region id of this type's endpoints are null. */
  public CatalogOddities regionNull(String type) {
    return endpoints(type, endpoint -> endpoint.putNull("region").putNull("region_id"));
  }

  /** No endpoint has a region, only a region id. */
  public CatalogOddities regionIdOnly() {
    return change(
        services -> services.findParents("region").forEach(e -> ((ObjectNode) e).remove("region")));
  }

  /** A second region before or behind each endpoint, whose addresses lead nowhere. */
  public CatalogOddities otherRegion(String region, boolean first) {
    return change(
        services -> {
          for (JsonNode service : services) {
            ArrayNode endpoints = (ArrayNode) service.get("endpoints");
            List<ObjectNode> others =
                endpoints.findParents("interface").stream()
                    .map(endpoint -> elsewhere((ObjectNode) endpoint.deepCopy(), region))
                    .toList();
            for (ObjectNode other : others) {
              endpoints.insert(first ? 0 : endpoints.size(), other);
            }
          }
        });
  }

  /** The cloud does not have the services of these types. */
  public CatalogOddities without(String... types) {
    return change(
        services -> {
          for (Iterator<JsonNode> each = services.elements(); each.hasNext(); ) {
            if (List.of(types).contains(text(each.next(), "type"))) {
              each.remove();
            }
          }
        });
  }

  /** This type has no endpoint of the interface public, internal or admin. */
  public CatalogOddities withoutInterface(String type, String face) {
    return change(
        services -> {
          for (JsonNode service : services) {
            for (Iterator<JsonNode> each = service.get("endpoints").elements(); each.hasNext(); ) {
              boolean unwanted = text(each.next(), "interface").equals(face);
              if (unwanted && text(service, "type").equals(type)) {
                each.remove();
              }
            }
          }
        });
  }

  /** The same service under another type, for example volumev3 as block-storage. */
  public CatalogOddities renamed(String type, String other) {
    return change(
        services -> {
          for (JsonNode service : services) {
            if (text(service, "type").equals(type)) {
              ((ObjectNode) service).put("type", other);
            }
          }
        });
  }

  /** The catalog as these oddities make it. */
  ArrayNode applied(ArrayNode usual) {
    changes.forEach(change -> change.accept(usual));
    return usual;
  }

  private CatalogOddities endpoints(String type, Consumer<ObjectNode> change) {
    return change(
        services -> {
          for (JsonNode service : services) {
            if (text(service, "type").equals(type)) {
              service.get("endpoints").forEach(endpoint -> change.accept((ObjectNode) endpoint));
            }
          }
        });
  }

  private static ObjectNode elsewhere(ObjectNode endpoint, String region) {
    endpoint.put("region", region).put("region_id", region);
    return endpoint.put(
        "url", text(endpoint, "url").replaceFirst("^(http.*//[^/]+)", "$1/nowhere"));
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
