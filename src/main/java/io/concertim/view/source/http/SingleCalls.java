// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concertim.view.config.Tls;
import io.concertim.view.config.ViewSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.io.CloseMode;

/**
 * Makes calls one by one for commands, with the connections and bounds of the routes. It tries
 * nothing again: whoever asks wants to know how things are.
 */
public final class SingleCalls implements AutoCloseable {
  private static final ObjectMapper JSON = AnswerJson.DOCUMENT;

  private final String system;
  private final Clock clock;
  private final CloseableHttpClient client;

  /**
   * @param system the system's name in the configuration file, for errors
   * @throws GeneralSecurityException if the file with the trusted authorities cannot be used
   */
  public SingleCalls(String system, Tls tls, ViewSettings settings, Clock clock)
      throws GeneralSecurityException {
    this.system = system;
    this.clock = clock;
    HttpClientBuilder builder = HttpClientBuilder.create();
    new HttpClientSetup(system, new LongAdder(), call -> {}, settings.responseTimeout())
        .configureHttpClient(builder);
    this.client =
        builder
            .setConnectionManager(
                new HttpConnections(
                        system,
                        tls,
                        new CertificateDates(),
                        settings.connectTimeout(),
                        settings.responseTimeout())
                    .pool(1))
            .build();
  }

  /** Gets a resource; see {@link #send}. */
  public SingleResponse get(CallAddress address, Map<String, String> headers) {
    return send("GET", address, headers, null);
  }

  /**
   * Makes one call.
   *
   * @param body what is sent as JSON, or null
   * @throws SourceException if there is no answer, in one line, with what to do
   */
  public SingleResponse send(
      String method, CallAddress target, Map<String, String> headers, Map<String, Object> body) {
    String address = target.toString();
    ClassicRequestBuilder request =
        ClassicRequestBuilder.create(method)
            .setUri(address)
            .addHeader("Accept", "application/json");
    headers.forEach(request::addHeader);
    if (body != null) {
      request.setEntity(bytes(body), ContentType.APPLICATION_JSON);
    }
    Instant sent = clock.instant();
    try {
      return client.execute(request.build(), response -> answer(address, sent, response));
    } catch (IOException e) {
      throw CallFailures.unreadable(system, address, e);
    }
  }

  private static byte[] bytes(Map<String, Object> body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SingleResponse answer(String address, Instant sent, ClassicHttpResponse response)
      throws IOException, HttpException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    HttpEntity body = response.getEntity();
    return new SingleResponse(
        system,
        address,
        response.getCode(),
        headers,
        json(body),
        skew(headers.get("date"), sent, clock.instant()));
  }

  private static JsonNode json(HttpEntity body) throws IOException {
    if (body == null) {
      return MissingNode.getInstance();
    }
    try (InputStream content = body.getContent()) {
      return JSON.readTree(content);
    } catch (StreamConstraintsException e) {
      throw e;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance(); // a proxy's page, say
    }
  }

  /** A Date header has whole seconds, rounded down. */
  private static Duration skew(String date, Instant sent, Instant received) {
    if (date == null) {
      return null;
    }
    try {
      Instant shown = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      if (shown.isAfter(received)) {
        return Duration.between(received, shown);
      }
      Instant latest = shown.plusSeconds(1);
      return latest.isBefore(sent) ? Duration.between(sent, latest) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
