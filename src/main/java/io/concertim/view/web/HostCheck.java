// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks the Host header of a request, against DNS rebinding: a page of another site can point a
 * name of its own at this address, make a browser send a request by that name, and would then read
 * the answer.
 */
final class HostCheck {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+\\]|[^:\\[\\]]+)(:[0-9]+)?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|\\[::1\\]|127(\\.[0-9]{1,3}){3}");

  private final String configured;

  /**
   * @param address the address on which the server listens
   */
  HostCheck(InetSocketAddress address) {
    this.configured = address.getHostString().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the host is allowed: a name or address of the loopback, the configured host, or the
   * address that the request was sent to.
   *
   * @param host the header Host; null if there is none
   */
  boolean isOurs(String host, InetAddress reached) {
    Matcher parts = HOST.matcher(host == null ? "" : host.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group(1);
    return LOOPBACK.matcher(name).matches()
        || name.equals(configured)
        || name.equals("[" + configured + "]")
        || name.equals(reached.getHostAddress());
  }
}
