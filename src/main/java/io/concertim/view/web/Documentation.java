// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.fasterxml.jackson.databind.ObjectReader;
import io.concertim.view.store.StoreJson;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The documentation as a site, at {@code /docs/}. The packages have it on the class path, made by
 * etc/site/build.sh; a build without them has none.
 */
final class Documentation implements Endpoint {
  static final String PATH = "/docs/";

  private static final String FOLDER = "site/";
  private static final ObjectReader INDEX = StoreJson.MAPPER.readerFor(Index.class);

  private final ClassLoader files;
  private final Index index;
  private final Map<String, String> policy;

  /**
   * Which files there are. Nothing else is served, whatever the path is.
   *
   * @param scripts hashes of the scripts inside pages, as in a Content-Security-Policy
   * @param files the entity tag of each file, by its path in the site
   */
  private record Index(List<String> scripts, Map<String, String> files) {}

  /**
   * Reads which files there are.
   *
   * @throws IOException if the site's index cannot be read
   */
  Documentation(ClassLoader files) throws IOException {
    this.files = files;
    try (InputStream in = files.getResourceAsStream(FOLDER + "site.json")) {
      this.index = in == null ? new Index(List.of(), Map.of()) : INDEX.readValue(in);
    }
    this.policy =
        Map.of(
            RequestHandler.POLICY,
            "default-src 'none'; script-src 'self' "
                + String.join(" ", index.scripts())
                + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  private boolean isThere() {
    return !index.files().isEmpty();
  }

  /** Adds the documentation, where it is there, by its address as seen from the console. */
  Map<String, String> addTo(Map<String, String> links) {
    Map<String, String> all = new TreeMap<>(links);
    if (isThere()) {
      all.put("documentation", PATH.substring(1));
    }
    return all;
  }

  @Override
  public Response answer(Request request) {
    String path = request.rest();
    String name = path.isEmpty() || path.endsWith("/") ? path + "index.html" : path;
    String tag = index.files().get(name);
    if (tag == null) {
      return Response.error(
          404,
          isThere()
              ? "the documentation has no such page; it begins at " + PATH
              : "this build of the program comes without its documentation; the packages have it");
    }
    return new Response(200, StaticFiles.type(name), tag, () -> read(name), policy);
  }

  private byte[] read(String name) throws IOException {
    try (InputStream in = files.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new FileNotFoundException("the program has no " + FOLDER + name);
      }
      return in.readAllBytes();
    }
  }

  /** From {@code /docs}, so that links between pages hold. */
  static Response redirected(Request request) {
    return new Response(
        301, "text/plain", null, () -> new byte[0], Map.of("Location", PATH.substring(1)));
  }
}
