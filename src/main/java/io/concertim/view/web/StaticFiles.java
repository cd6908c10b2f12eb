// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files of the console, from the class path. */
final class StaticFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json",
          "png", "image/png",
          "svg", "image/svg+xml");

  private static final String[] NAMES =
      ("address.js attention.js changes.js cluster.js console.css console.js csv.js "
              + "detail.js elements.js icon.svg links.js racks.js search.js server.js state.js "
              + "table.js time.js timeline.js")
          .split(" ", -1);

  private StaticFiles() {}

  /** One endpoint for each file, and the page itself at the root. */
  static Map<String, Endpoint> endpoints() throws IOException {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    endpoints.put("/", of("index.html"));
    for (String name : NAMES) {
      endpoints.put("/" + name, of(name));
    }
    return endpoints;
  }

  private static Endpoint of(String name) throws IOException {
    try (InputStream in = StaticFiles.class.getResourceAsStream("/web/" + name)) {
      byte[] content = in.readAllBytes();
      String tag = Integer.toHexString(Arrays.hashCode(content));
      Response answer = new Response(200, type(name), tag, () -> content);
      return request -> answer;
    }
  }

  /** The content type of a file, by the end of its name. */
  static String type(String name) {
    return TYPES.getOrDefault(
        name.substring(name.lastIndexOf('.') + 1), "text/plain; charset=utf-8");
  }
}
