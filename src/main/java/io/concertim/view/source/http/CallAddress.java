// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The address of one call. This class alone makes addresses, and whatever a system answered is only
 * a part of one: it never chooses the host, and it never is a template.
 *
 * <p>Camel resolves property placeholders in the header {@code CamelHttpUri}, so that {@code
 * {{env:NAME}}} in a link of a next page would send a secret to whoever wrote the link
 * (CVE-2026-78164), and takes {@code RAW(...)} as it is. The characters that this needs are
 * percent-encoded here, in every address.
 */
public final class CallAddress {
  /** More than any list needs for the marker of its next page (RFC 9110 section 4.1 says 8000). */
  private static final int LONGEST = 8000;

  private static final Pattern SERVICE =
      Pattern.compile(
          "https?://(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::\\d{1,5})?(/[^?#]*)?",
          Pattern.CASE_INSENSITIVE);

  /** What a path and a query may hold as it is: RFC 3986 section 3.3, less parentheses and $. */
  private static final String PLAIN = "-._~/?&=:@,;+!*'";

  private static final Pattern DOTS = Pattern.compile("(?<=/)\\.{1,2}(?=/|$)");

  private final String system;
  private final String address;

  private CallAddress(String system, String address) {
    this.system = system;
    this.address = address;
  }

  /**
   * The address of a service.
   *
   * @param system the system's name in the configuration file, for errors
   * @param service as the configuration or the catalog has it: http or https, without user, query
   *     and fragment
   * @throws SourceException if it is no such address
   */
  public static CallAddress of(String system, Object service) {
    Matcher parts = SERVICE.matcher(service.toString());
    if (!parts.matches()) {
      throw new SourceException(
          system
              + ": the address of a service is not http(s)://HOST[:PORT][/PATH]: "
              + shortened(service.toString().replaceAll("//.*@", "//***@")));
    }
    String path = parts.group(1);
    String host = path == null ? parts.group() : parts.group().substring(0, parts.start(1));
    return new CallAddress(system, host + (path == null ? "" : encoded(path)));
  }

  /**
   * Something of this service.
   *
   * @param path path and query, as {@link UrlPath} or the system itself made them: what is encoded
   *     stays, what is not and has to be is encoded
   * @throws SourceException if this would be another host, or is too long
   */
  public CallAddress below(String path) {
    boolean own = path.isEmpty() || path.startsWith("/") || path.startsWith("?");
    String whole = address + (own ? encoded(path) : "");
    if (!own || whole.length() > LONGEST) {
      throw new SourceException(
          system
              + (own ? ": an address is longer than " + LONGEST : ": no path of the service")
              + ": "
              + shortened(path));
    }
    return new CallAddress(system, whole);
  }

  /** Addresses a call that a route makes. */
  public void of(Message call) {
    call.setHeader(Exchange.HTTP_URI, address);
  }

  private static String encoded(String text) {
    int query = text.indexOf('?');
    String path = query < 0 ? text : text.substring(0, query);
    String dotless = DOTS.matcher(path).replaceAll(dots -> dots.group().replace(".", "%2E"));
    StringBuilder encoded = new StringBuilder();
    (dotless + text.substring(path.length()))
        .codePoints()
        .forEach(character -> append(encoded, character));
    return encoded.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
  }

  private static void append(StringBuilder encoded, int character) {
    boolean alphanumeric =
        character < 128 && Character.isLetterOrDigit(character); // no letter beyond ASCII
    if (alphanumeric || character == '%' || PLAIN.indexOf(character) >= 0) {
      encoded.appendCodePoint(character);
      return;
    }
    for (byte part : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%').append(String.format("%02X", part));
    }
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  @Override
  public String toString() {
    return address;
  }
}
