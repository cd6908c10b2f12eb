// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallAddressTest {
  private static final String SERVICE = "http://host:8774/v2.1";

  private static String below(String path) {
    return CallAddress.of("openstack", SERVICE).below(path).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/servers/detail?all_tenants=1&limit=1000, /servers/detail?all_tenants=1&limit=1000",
    "?marker=a%2Fb:c, ?marker=a%2Fb:c",
    "/a b?c d, /a%20b?c%20d",
    "/x?stolen={{env:PASSWORD}}, /x?stolen=%7B%7Benv:PASSWORD%7D%7D",
    "/x?${bean:lock}, /x?%24%7Bbean:lock%7D",
    "/x?RAW(a b), /x?RAW%28a%20b%29",
    "/x?RAW{a}, /x?RAW%7Ba%7D",
    "/x#y\\z, /x%23y%5Cz",
    "/ü€, /%C3%BC%E2%82%AC",
    "/100%, /100%25",
    "/%zz, /%25zz",
    "/../x/./y/..?../, /%2E%2E/x/%2E/y/%2E%2E?../",
    "/..., /...",
    "//other/x, //other/x"
  })
  void encodesWhatIsNoPartOfAPathOrQuery(String path, String expected) {
    assertEquals(SERVICE + expected, below(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@other/", ".other/", ":1/", "x", "#x", "\\x", " /x"})
  void refusesWhatWouldChangeTheHost(String path) {
    assertThrows(SourceException.class, () -> below(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "ftp://host/",
        "http://user:secret@host/",
        "http://host@other/",
        "http://host\r\nX: y/",
        "http://{{env:PATH}}/",
        "http://${sys.x}/",
        "http://RAW(host)/",
        "http://host:port/",
        "http://host?x",
        "http://host#x",
        "http:///x",
        "//host/x",
        "bean:dataLock",
        ""
      })
  void refusesWhatIsNoAddressOfAService(String service) {
    SourceException refused =
        assertThrows(SourceException.class, () -> CallAddress.of("openstack", service));

    assertFalse(refused.getMessage().contains("secret"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://h", "HTTPS://h:1/a/b", "http://[::1]:8080/x", "http://kill_bill:8080"})
  void takesWhatIsOne(String service) {
    assertEquals(service, CallAddress.of("killbill", service).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/{{env:X}}, http://h/%7B%7Benv:X%7D%7D",
    "http://h/AUTH_%(tenant_id)s, http://h/AUTH_%25%28tenant_id%29s",
    "http://h/../x, http://h/%2E%2E/x"
  })
  void encodesThePathOfAServiceToo(String service, String expected) {
    assertEquals(expected, CallAddress.of("openstack", service).toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 1_000_000})
  void refusesAnAddressThatIsTooLong(int length) {
    assertThrows(SourceException.class, () -> below("/" + "x".repeat(length)));
  }

  @Property
  void whateverFollowsItStaysAtItsService(@ForAll String text) throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      DefaultMessage call = new DefaultMessage(camel);
      String path = "/x?" + (text.length() > 500 ? text.substring(0, 500) : text);
      CallAddress.of("openstack", SERVICE).below(path).of(call);
      String address = call.getHeader(Exchange.HTTP_URI, String.class);

      URI uri = new URI(address);
      assertEquals("host:8774", uri.getRawAuthority());
      assertTrue(uri.getRawPath().startsWith("/v2.1/x"));
      assertTrue(address.matches("[\\x21-\\x7E&&[^(){}$#\"<>\\\\^`|\\[\\]]]+"), address);
      assertEquals(address, camel.resolvePropertyPlaceholders(address));
    }
  }
}
