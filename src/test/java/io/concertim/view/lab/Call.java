// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request as a fake system sees it.
 *
 * @param base scheme, host, port and the system's prefix, without a slash at the end
 * @param path the decoded segments after the system's prefix
 * @param headers by lower-case name, the first value of each
 */
record Call(
    String base,
    String method,
    List<String> path,
    Query query,
    Map<String, String> headers,
    String body) {

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  boolean is(String expectedMethod, String... expectedPath) {
    return method.equals(expectedMethod) && path.equals(List.of(expectedPath));
  }

  /** The segment at this place, or an empty text. */
  String segment(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  /** The URL of this request without its query. */
  String url() {
    return base + "/" + String.join("/", path);
  }

  /** The body as JSON; a missing node when it is not. */
  JsonNode json() {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException e) {
      return Json.object().path("none");
    }
  }
}
