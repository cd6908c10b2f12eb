// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.source.Recorded;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallFailuresTest {
  private static final String URL = "http://host/path?limit=1";

  private static HttpOperationFailedException answer(int status, String body) {
    return new HttpOperationFailedException(
        URL, status, "", null, Map.of("Set-Cookie", "cookie-secret"), body);
  }

  private static String explained(String system, Throwable failure) {
    return CallFailures.explained(system, failure).getMessage();
  }

  private static String explained(String system, int status, String body) {
    return explained(system, answer(status, body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error-401-keystone-bad-password | 401 | The request you have made requires"
            + " authentication.",
        "error-403-cinder-services-as-member | 403 | Policy doesn't allow"
            + " volume_extension:services:index to be performed.",
        "error-403-heat-global_tenant-as-member | 403 | You are not authorized to use"
            + " stacks:global_index.",
        "error-403-neutron-as-member | 403 | (rule:create_network and"
            + " rule:create_network:router:external) is disallowed by policy",
        "error-406-nova-microversion | 406 | Version 2.999 is not supported by the API. Minimum is"
            + " 2.1 and maximum is 2.93.",
      })
  void repeatsWhatTheCloudSays(String file, int status, String said) {
    String text = explained("openstack", status, Recorded.text("openstack/" + file + ".json"));

    assertTrue(
        text.startsWith("openstack: " + URL + " answered " + status + " (" + said + ")"), text);
  }

  static Stream<Arguments> refusalsOfKillBill() {
    return Stream.of(
            "400-bad-date",
            "400-usage-no-dates",
            "401-bad-api-key",
            "401-bad-api-secret",
            "401-no-api-key",
            "401-no-permission",
            "405-method",
            "409-account-exists",
            "500-bad-json")
        .map(name -> "killbill/error-" + name + ".json")
        .map(file -> Arguments.of(file, Recorded.parse(Recorded.text(file)).path("response")));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfKillBill")
  void repeatsWhatKillBillSays(String file, JsonNode response) {
    int status = response.path("status").intValue();
    String said = response.at("/body/message").textValue();

    String text = explained("killbill", status, response.path("body").toString());

    assertTrue(
        text.startsWith("killbill: " + URL + " answered " + status + " (" + said + ")"), text);
    assertFalse(text.contains("\n"), text);
  }

  @Test
  void repeatsWhatConcertimSays() {
    int told = 0;
    for (JsonNode error : Recorded.json("concertim/errors.json")) {
      int status = error.path("status").intValue();
      if (status == 401 || status == 403) {
        JsonNode body = error.path("body");
        String said =
            body.has("error")
                ? body.path("error").textValue()
                : body.at("/errors/0/description").textValue();
        String text = explained("concertim", status, body.toString());
        assertTrue(text.contains(" answered " + status + " (" + said + "); "), text);
        told++;
      }
    }
    assertTrue(told > 5, told + " refusals");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openstack | 401 | ; check the user name, the password and the keys in the openstack block",
        "killbill | 401 | ; check the user name, the password and the keys in the killbill block",
        "concertim | 403 | ; the user of the concertim block lacks the right to read this",
        "openstack | 403 | ; the user of the openstack block lacks the right to read this, it needs"
            + " the role admin in its project",
        "openstack | 429 | ; it is overloaded or down, the next sync tries again",
        "openstack | 503 | ; it is overloaded or down, the next sync tries again",
        "openstack | 400 | ''",
      })
  void saysWhatToDo(String system, int status, String advice) {
    for (String body : new String[] {null, "", " ", "<html>Bad gateway</html>", "[]", "7", "{"}) {
      assertEquals(
          system + ": " + URL + " answered " + status + advice, explained(system, status, body));
    }
  }

  @Test
  void aFailureKeepsItsStatus() {
    assertEquals(
        503, ((SourceException) CallFailures.explained("openstack", answer(503, ""))).getStatus());
  }

  private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

  private static MissingObject missing(Kind kind, String id) {
    return new MissingObject(kind, id, null);
  }

  @ParameterizedTest
  @CsvSource({
    "VOLUME, openstack/error-404-cinder-volume.json, 00000000-0000-0000-0000-000000000000",
    "STACK, openstack/error-404-heat-stack.json, nothing",
    "NETWORK, openstack/error-404-neutron-network.json, 00000000-0000-0000-0000-000000000000",
    "SERVER, openstack/error-404-nova-server.json, 00000000-0000-0000-0000-000000000000",
    "ACCOUNT, killbill/error-404-account.json, 00000000-0000-4000-8000-000000000000",
    "SUBSCRIPTION, killbill/error-404-subscription.json, 00000000-0000-4000-8000-000000000000",
  })
  void whatTheSystemItselfDoesNotKnowDoesNotExist(Kind kind, String file, String id) {
    HttpOperationFailedException unknown = answer(404, Recorded.json(file).toString());

    assertInstanceOf(
        NotFoundException.class,
        CallFailures.explained("openstack", null, missing(kind, id), unknown));
    for (MissingObject other : new MissingObject[] {null, missing(kind, "other")}) {
      RuntimeException failure = CallFailures.explained("openstack", null, other, unknown);
      assertInstanceOf(SourceException.class, failure);
      assertTrue(
          failure.getMessage().endsWith("; that says nothing of what was asked for"),
          failure.getMessage());
    }
  }

  @Test
  void whatConcertimDoesNotKnowDoesNotExist() {
    String body = "{\"errors\": {\"record\": [\"Not found\"]}}";

    assertInstanceOf(
        NotFoundException.class,
        CallFailures.explained("concertim", null, missing(Kind.RACK, NOBODY), answer(404, body)));
  }

  /** A proxy, or a service that does not know the path, answers 404 too. */
  @Test
  void aPageThatIsNotFoundSaysNothingAboutAnObject() {
    String page = Recorded.text("openstack/error-404-nova-route.json");

    String gateway = "{\"message\": \"no Route matched with those values\"}";
    String neutron = "{\"NeutronError\": {\"type\": \"HTTPNotFound\", \"message\": \"?\"}}";
    String jetty = Recorded.json("killbill/error-404-path.json").toString();
    for (String body :
        new String[] {page, "", null, "404 page not found", "{}", gateway, neutron, jetty}) {
      RuntimeException failure = CallFailures.explained("openstack", answer(404, body));
      assertInstanceOf(SourceException.class, failure);
      assertTrue(
          failure.getMessage().startsWith("openstack: " + URL + " answered 404"),
          failure.getMessage());
      assertTrue(
          failure.getMessage().endsWith("; check the address, this is not the service's own"),
          failure.getMessage());
    }
  }

  @Test
  void aRedirectionSaysWhereTo() {
    HttpOperationFailedException answer =
        new HttpOperationFailedException(URL, 302, "Found", "http://other/login", Map.of(), "");

    MovedException moved =
        assertInstanceOf(MovedException.class, CallFailures.explained("concertim", answer));
    assertEquals("http://other/login", moved.location());
    assertEquals(
        "concertim: " + URL + " answered 302, redirected to http://other/login; check the address",
        moved.getMessage());
  }

  static Stream<Arguments> brokenConnections() {
    return Stream.of(
        Arguments.of(
            new UnknownHostException("nowhere"),
            "the host nowhere is not known; check the address"),
        Arguments.of(
            new ConnectException("Connection refused"),
            "Connection refused; check the address and whether it is running"),
        Arguments.of(
            new SocketTimeoutException("Read timed out"),
            "no answer in time (Read timed out); see view.response_timeout"),
        Arguments.of(
            new ConnectTimeoutException("Connect timed out"),
            "no connection in time (Connect timed out); see view.connect_timeout"),
        Arguments.of(
            new SSLHandshakeException("PKIX path\nbuilding failed"),
            "the TLS connection failed: PKIX path building failed"),
        Arguments.of(
            new IOException("Connection reset"), "the connection broke: Connection reset"));
  }

  @ParameterizedTest
  @MethodSource("brokenConnections")
  void saysHowTheConnectionBroke(Exception failure, String text) {
    assertEquals("openstack: " + text, explained("openstack", failure));
    assertEquals(
        "openstack: " + text,
        explained("openstack", new CamelExchangeException("in a branch", null, failure)));
  }

  @Test
  void whatIsExplainedAlreadyStaysAsItIs() {
    for (RuntimeException failure :
        List.of(new SourceException("x"), new NotFoundException("x", null))) {
      assertSame(failure, CallFailures.explained("openstack", failure));
    }
  }

  /** C5: what is sent and what comes in headers is secret; only the body's message is told. */
  @Test
  void tellsNoHeadersAndNoOtherPartsOfTheBody() {
    String body =
        "{\"error\": {\"message\": \"%s\", \"token\": \"token-secret\"}}"
            .formatted("x ".repeat(500));

    String text = explained("openstack", 500, body);

    assertFalse(text.contains("secret"), text);
    assertTrue(text.length() < 400, text);
    assertTrue(text.endsWith("…)"), text);
  }
}
