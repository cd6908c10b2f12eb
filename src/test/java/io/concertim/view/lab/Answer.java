// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** One response of a fake system, before compression and faults. */
record Answer(int status, Map<String, String> headers, String body) {

  static Answer json(int status, JsonNode body) {
    return of(status, "application/json", body.toString());
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), "");
  }

  static Answer of(int status, String contentType, String body) {
    return new Answer(status, Map.of("Content-Type", contentType), body);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
