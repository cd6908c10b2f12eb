// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** The requests that the lab's own tests make. */
final class LabClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private final EmbeddedLab lab;

  LabClient(EmbeddedLab lab) {
    this.lab = lab;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Signs in to Keystone by name and gives the answer. */
  HttpResponse<String> cloudSignIn(String user, String password, String project) {
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
          {"name": "%s", "domain": {"name": "Default"}, "password": "%s"}}},
          "scope": {"project": {"name": "%s", "domain": {"id": "default"}}}}}"""
            .formatted(user, password, project);
    return post("/keystone/v3/auth/tokens", body);
  }

  /** The headers of a signed-in cloud administrator. */
  String[] admin() {
    return token(cloudSignIn("concertim", "cloud-secret", "admin"));
  }

  static String[] token(HttpResponse<String> signIn) {
    return new String[] {
      "X-Auth-Token", signIn.headers().firstValue("X-Subject-Token").orElseThrow()
    };
  }

  HttpResponse<String> portalSignIn(String login, String password, String... headers) {
    String body = "{\"user\": {\"login\": \"%s\", \"password\": \"%s\"}}";
    return post("/concertim/users/sign_in.json", body.formatted(login, password), headers);
  }

  /** The headers of a signed-in portal user. */
  String[] portal(String login, String password) {
    return new String[] {
      "Accept",
      "application/json",
      "Authorization",
      portalSignIn(login, password).headers().firstValue("Authorization").orElseThrow()
    };
  }

  String[] billing() {
    String pair =
        Base64.getEncoder().encodeToString("admin:billing-secret".getBytes(StandardCharsets.UTF_8));
    return new String[] {
      "Authorization", "Basic " + pair,
      "X-Killbill-ApiKey", "concertim",
      "X-Killbill-ApiSecret", "tenant-secret"
    };
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }

  /** The value of this field of each row. */
  static List<String> each(JsonNode rows, String field) {
    return rows.findValuesAsText(field);
  }

  private HttpRequest.Builder request(String path, String... headers) {
    String url = path.startsWith("http") ? path : lab.url() + path;
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new NoAnswer(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The connection failed before the answer was complete. */
  static final class NoAnswer extends RuntimeException {
    NoAnswer(IOException cause) {
      super(cause);
    }
  }
}
