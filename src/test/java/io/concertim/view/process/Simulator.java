package io.concertim.view.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** The simulator of etc/lab/cloudsim as a process of its own, 20 ms away. */
final class Simulator implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String url;
  private final Path folder;

  private Simulator(Process process, String url, Path folder) {
    this.process = process;
    this.url = url;
    this.folder = folder;
  }

  static Simulator start(Path folder, int projects, int stacksPerProject, int serversPerStack)
      throws IOException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                "/usr/bin/python3",
                Path.of("etc", "lab", "cloudsim", "sim.py").toString(),
                "--port=" + port,
                "--projects=" + projects,
                "--stacks-per-project=" + stacksPerProject,
                "--servers-per-stack=" + serversPerStack,
                "--latency-ms=20",
                "--quiet")
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
    HttpURLConnection call =
        (HttpURLConnection) URI.create(url + "/_sim/mutate").toURL().openConnection();
    call.setRequestMethod("POST");
    call.setDoOutput(true);
    call.getOutputStream()
        .write(
            JSON.writeValueAsBytes(
                Map.of("op", "server_status", "nth", server, "vm_state", state)));
    try (InputStream body = call.getInputStream()) {
      return JSON.readTree(body).findValue("id").asText();
    }
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
