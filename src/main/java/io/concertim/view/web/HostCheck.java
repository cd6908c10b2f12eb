package io.concertim.view.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a request was meant for us: a page of somebody else can make a browser ask us by a name
 * that it lets point here (DNS rebinding), and would then read the answer.
 */
final class HostCheck {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+\\]|[^:\\[\\]]+)(:[0-9]+)?");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|\\[::1\\]|127(\\.[0-9]{1,3}){3}");

  private final String configured;

  /**
   * @param address where we listen
   */
  HostCheck(InetSocketAddress address) {
    this.configured = address.getHostString().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether we are called that: by a name or address of the loopback, by the configured host, or by
   * the very address the request has come to.
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
