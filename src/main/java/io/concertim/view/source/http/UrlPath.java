// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Makes ids and names, which anybody may have chosen, a part of a URL's path and no more. */
public final class UrlPath {
  private UrlPath() {}

  /**
   * One segment of a path, in percent-encoding; {@code .} and {@code ..} too, which would otherwise
   * lead elsewhere.
   */
  public static String segment(String text) {
    return text.equals(".") || text.equals("..")
        ? text.replace(".", "%2E")
        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
