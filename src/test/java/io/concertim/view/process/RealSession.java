// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Somebody signed in to one project of the real cloud: plain calls and their answers. */
final class RealSession {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> endpoints = new LinkedHashMap<>();
  private final String token;
  private final String userId;

  /** What a system answered; a body that is no JSON counts as none. */
  record Reply(int status, JsonNode body) {}

  /** Signs in as this user of the default domain, to a project of the same. */
  RealSession(String authUrl, String user, String password, String project)
      throws IOException, InterruptedException {
    String body =
        """
        {"auth": {"identity": {"methods": ["password"], "password": {"user":
          {"name": "%s", "domain": {"name": "Default"}, "password": "%s"}}},
          "scope": {"project": {"name": "%s", "domain": {"name": "Default"}}}}}"""
            .formatted(user, password, project);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(authUrl + "/auth/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode signedIn = JSON.readTree(answer.body()).path("token");
    for (JsonNode service : signedIn.path("catalog")) {
      for (JsonNode endpoint : service.path("endpoints")) {
        if (endpoint.path("interface").asText().equals("public")) {
          endpoints.put(service.path("type").asText(), endpoint.path("url").asText());
        }
      }
    }
    this.userId = signedIn.at("/user/id").asText();
    this.token = answer.headers().firstValue("X-Subject-Token").orElseThrow();
  }

  String userId() {
    return userId;
  }

  /** Gets an address as it is. */
  JsonNode get(String url) throws IOException, InterruptedException {
    return ask(url).body();
  }

  /** Gets a path of a service, whatever the status. */
  JsonNode get(String service, String path) throws IOException, InterruptedException {
    return get(endpoints.get(service) + path);
  }

  /** Calls a path of a service; throws if that refuses. */
  JsonNode call(String method, String service, String path, String body)
      throws IOException, InterruptedException {
    Reply reply = send(method, endpoints.get(service) + path, body);
    if (reply.status() >= 400) {
      throw new IOException(method + " " + path + " was answered with " + reply);
    }
    return reply.body();
  }

  /** Deletes what is at a path of a service; what is not there is fine. */
  void delete(String service, String path) throws IOException, InterruptedException {
    deleteAt(endpoints.get(service) + path);
  }

  /** Deletes what is at an address. */
  void deleteAt(String url) throws IOException, InterruptedException {
    Reply reply = send("DELETE", url, null);
    if (reply.status() >= 400 && reply.status() != 404) {
      throw new IOException("DELETE " + url + " was answered with " + reply);
    }
  }

  /** Gets an address, and tells the status too. */
  Reply ask(String url) throws IOException, InterruptedException {
    return send("GET", url, null);
  }

  /** Gets a path of a service, and tells the status too. */
  Reply ask(String service, String path) throws IOException, InterruptedException {
    return ask(endpoints.get(service) + path);
  }

  private Reply send(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("X-Auth-Token", token)
            .header("Content-Type", "application/json")
            .method(method, publisher)
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    String type = answer.headers().firstValue("Content-Type").orElse("");
    boolean json = type.contains("json") && !answer.body().isBlank();
    return new Reply(answer.statusCode(), json ? JSON.readTree(answer.body()) : JSON.missingNode());
  }
}
