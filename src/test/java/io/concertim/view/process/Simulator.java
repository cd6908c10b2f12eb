// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.LabNotification;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The simulator of etc/lab/cloudsim as a process of its own, 20 ms away. */
final class Simulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String url;
  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private Simulator(Process process, String url, Path folder) {
    this.process = process;
    this.url = url;
    this.folder = folder;
  }

  static Simulator start(
      Path folder, int projects, int stacksPerProject, int serversPerStack, String... more)
      throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/python3",
                Path.of("etc", "lab", "cloudsim", "sim.py").toString(),
                "--port=" + port,
                "--projects=" + projects,
                "--stacks-per-project=" + stacksPerProject,
                "--servers-per-stack=" + serversPerStack,
                "--latency-ms=20",
                "--quiet"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("simulator.log").toFile())
            .start();
    Simulator simulator = new Simulator(process, "http://127.0.0.1:" + port, folder);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> !simulator.call("GET", "/_sim/config").isEmpty());
    return simulator;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private JsonNode call(String method, String path) throws IOException {
    HttpURLConnection call = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
    call.setRequestMethod(method);
    try (InputStream body = call.getInputStream()) {
      return JSON.readTree(body);
    }
  }

  /** Gives a server, counted from 0, another state; returns its id. */
  String setState(int server, String state) throws IOException {
    return mutate(Map.of("op", "server_status", "nth", server, "vm_state", state))
        .findValue("id")
        .asText();
  }

  /** Gives so many servers another state, five a second; gives when each was told of, by id. */
  Map<String, Instant> change(Publisher publisher, int servers, String state)
      throws IOException, InterruptedException {
    Map<String, Instant> sent = new LinkedHashMap<>();
    for (int i = 0; i < servers; i++) {
      String id = setState(i * 60, state);
      sent.put(id, Instant.now());
      publisher.send(LabNotification.server("update", id, state));
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return sent;
  }

  /** Adds a server to a stack, counted from 0; gives its id and that of its stack. */
  JsonNode addServer(int stack) throws IOException {
    JsonNode made = mutate(Map.of("op", "add_server", "nth_stack", stack));
    return made.findParent("changed_stack");
  }

  private JsonNode mutate(Map<String, Object> change) throws IOException {
    HttpURLConnection call =
        (HttpURLConnection) URI.create(url + "/_sim/mutate").toURL().openConnection();
    call.setRequestMethod("POST");
    call.setDoOutput(true);
    call.getOutputStream().write(JSON.writeValueAsBytes(change));
    try (InputStream body = call.getInputStream()) {
      return JSON.readTree(body);
    }
  }

  /** Signs in at the portal; gives the token. */
  String signIn() throws IOException, InterruptedException {
    JsonNode login = call("GET", "/_sim/config").at("/credentials/concertim");
    Map<String, Object> user =
        Map.of("login", login.path("login"), "password", login.path("password"));
    HttpResponse<String> answer =
        send("POST", "/concertim/users/sign_in.json", null, Map.of("user", user));
    return answer.headers().firstValue("Authorization").orElseThrow();
  }

  /** Sends to the portal; the path is what follows {@code /api/v1/}. */
  HttpResponse<String> portal(String method, String path, String token, Object body)
      throws IOException, InterruptedException {
    return send(method, "/concertim/api/v1/" + path, token, body);
  }

  private HttpResponse<String> send(String method, String path, String token, Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/json");
    if (token != null) {
      request.header("Authorization", token);
    }
    return http.send(
        request
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A configuration for it. */
  Path config() throws IOException {
    return config("");
  }

  /** A configuration for it, with more. */
  Path config(String more) throws IOException {
    JsonNode logins = call("GET", "/_sim/config").path("credentials");
    String text =
        """
        log_level: INFO
        cloud_type: openstack
        billing_platform: killbill
        concertim:
          concertim_url: %s
          concertim_username: %s
          concertim_password: %s
        openstack:
          auth_url: %s
          username: %s
          password: %s
          project_id: %s
          user_domain_name: Default
        killbill:
          api_host: %s
          username: %s
          password: %s
          apikey: %s
          apisecret: %s
          plan_name: any
        """
            .formatted(
                Stream.of(
                        texts(logins.path("concertim"), "url", "login", "password"),
                        texts(
                            logins.path("openstack"),
                            "auth_url",
                            "username",
                            "password",
                            "project_id"),
                        texts(
                            logins.path("killbill"),
                            "url",
                            "username",
                            "password",
                            "apikey",
                            "apisecret"))
                    .flatMap(Stream::of)
                    .toArray());
    return Files.writeString(folder.resolve("simulator.yaml"), text + more, UTF_8);
  }

  private static Object[] texts(JsonNode login, String... keys) {
    Object[] texts = new Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      texts[i] = login.path(keys[i]).asText();
    }
    return texts;
  }

  /** What was requested since the last call of this. */
  JsonNode requestsAndReset() throws IOException {
    JsonNode requests = call("GET", "/_sim/stats");
    call("POST", "/_sim/reset");
    return requests;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
