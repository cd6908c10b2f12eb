// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Recognises a redirection to another host. No request goes there, since it would carry a token.
 *
 * <p>A place need not be a valid address: whoever wrote it may have bent it.
 */
final class OtherHost {
  /** The host is what is between the last @ and the port; a path of the same host has none. */
  private static final Pattern PLACE =
      Pattern.compile(
          "\\s*(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#]*@)?(?:\\[([^]]*)]|([^:/?#]*)).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private OtherHost() {}

  /**
   * Whether the answer is such a redirection. Another port or scheme of the same host is none.
   *
   * @param asked the host that has answered
   */
  static boolean isNamedBy(HttpResponse answer, URIAuthority asked) {
    Header location = answer.getFirstHeader("Location");
    if (answer.getCode() < 300 || answer.getCode() >= 400 || location == null) {
      return false;
    }
    Matcher place = PLACE.matcher(location.getValue() == null ? "" : location.getValue());
    if (!place.matches()) {
      return false;
    }
    String host = place.group(1) == null ? place.group(2) : place.group(1);
    return !host.equalsIgnoreCase(asked.getHostName().replaceAll("[\\[\\]]", ""));
  }
}
