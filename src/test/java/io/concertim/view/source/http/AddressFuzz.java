// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.fuzz.FuzzTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The input is what a system says where something is: below its service, or the service itself. */
public final class AddressFuzz implements FuzzTarget {
  private static final String SERVICE = "http://host:8774/v2.1";

  /** Characters that neither an address nor Camel takes for more than themselves. */
  private static final Pattern HARMLESS = Pattern.compile("[\\x21-\\x7E&&[^(){}$#\"<>\\\\^`|]]+");

  @Override
  public void accept(byte[] input) throws Exception {
    String text = new String(input, StandardCharsets.UTF_8);
    staysAtItsService(text);
    try {
      String service = CallAddress.of("openstack", text).toString();
      assertTrue(service.matches("(?is)https?://[^/@?#]+(/.*)?"), service);
      isHarmless(service);
    } catch (SourceException e) {
      isOneShortLine(e);
    }
  }

  /** Whatever follows a service's address, the call goes to that service or is not made. */
  public static void staysAtItsService(String path) throws Exception {
    try {
      String address = CallAddress.of("openstack", SERVICE).below(path).toString();
      isHarmless(address);
      URI uri = new URI(address);
      assertEquals("host:8774", uri.getRawAuthority());
      assertTrue(uri.normalize().getRawPath().startsWith("/v2.1"), address);
    } catch (SourceException e) {
      isOneShortLine(e);
    }
  }

  private static void isHarmless(String address) {
    assertTrue(HARMLESS.matcher(address).matches(), address);
    assertFalse(address.contains("RAW("), address);
  }

  private static void isOneShortLine(SourceException e) {
    assertTrue(e.getMessage().length() < 400, e.getMessage());
  }
}
