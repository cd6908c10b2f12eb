// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.config.CamelProperties;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangeLog;
import io.concertim.view.history.SomeChanges;
import io.concertim.view.lab.Receiver;
import io.concertim.view.lab.SetClock;
import io.concertim.view.store.DataDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes of view.notify with their objects, and a receiver that may refuse. */
@Timeout(120)
class NotifyRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final SetClock steady = new SetClock(Instant.EPOCH);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Receiver receiver;
  private DataDirectory directory;
  private NotifyBeans beans;
  private DefaultCamelContext context;

  @BeforeEach
  void start() throws Exception {
    receiver = Receiver.start();
    directory = DataDirectory.open(folder);
    begin(receiver.url() + "/hook");
  }

  private void begin(String url) throws Exception {
    String sample =
        Files.readString(Path.of("etc", "config-sample.yaml")).replaceFirst("(?s)\n#view:.*", "\n");
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            sample
                + """
                view:
                  connect_timeout: 2s
                  response_timeout: 30s
                  notify:
                    hook: {url: "%s", secret: "of-both-sides"}
                    other: {url: "http://127.0.0.1:9/", kinds: team}
                """
                    .formatted(url));
    ViewConfig settings = ConfigFile.load(config, Map.of());
    beans = new NotifyBeans(settings, directory, () -> Long.MAX_VALUE, meters, steady);
    context = new DefaultCamelContext();
    Properties properties = CamelProperties.of(settings);
    properties.setProperty("view.daemon", "true");
    context.getPropertiesComponent().setInitialProperties(properties);
    beans.bind(context.getRegistry(), context);
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(context, "classpath:routes/notify.camel.yaml"));
    context.start();
    await()
        .atMost(60, SECONDS)
        .until(
            () ->
                Files.exists(directory.notified("hook"))
                    && Files.exists(directory.notified("other")));
  }

  @AfterEach
  void stop() {
    end();
    receiver.close();
  }

  private void end() {
    beans.stop();
    context.stop();
    beans.close();
  }

  private void add(String... devices) throws IOException {
    List<Change> changes = new ArrayList<>();
    for (String device : devices) {
      changes.add(SomeChanges.status(1, device, "ACTIVE", "FAILED"));
    }
    new ChangeLog(directory, 1 << 20).add(changes);
  }

  private List<String> subjects() {
    return receiver.posts().stream().map(post -> json(post).path("subject").asText()).toList();
  }

  private static JsonNode json(Receiver.Post post) {
    try {
      return JSON.readTree(post.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitSubjects(String... subjects) {
    await().atMost(60, SECONDS).untilAsserted(() -> assertEquals(List.of(subjects), subjects()));
  }

  private double deliveries(String result) {
    return meters
        .get("view.notify.deliveries")
        .tags("target", "hook", "result", result)
        .counter()
        .count();
  }

  private void awaitDeliveries(String result, int count) {
    await().atMost(60, SECONDS).until(() -> deliveries(result) == count);
  }

  @Test
  void postsEachChangeInOrderAsASignedCloudEvent() throws Exception {
    add("a", "b", "c");
    awaitSubjects("a", "b", "c");

    Receiver.Post post = receiver.posts().get(0);
    assertEquals("POST", post.method());
    assertEquals("/hook", post.path());
    assertEquals(
        "" + post.body().getBytes(StandardCharsets.UTF_8).length, post.header("Content-length"));
    assertEquals("application/cloudevents+json; charset=utf-8", post.header("Content-type"));
    assertEquals("1.0", json(post).path("specversion").asText());
    assertEquals("io.concertim.view.device.changed", json(post).path("type").asText());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("of-both-sides".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertEquals(
        "sha256="
            + HexFormat.of().formatHex(mac.doFinal(post.body().getBytes(StandardCharsets.UTF_8))),
        post.header("X-concertim-view-signature"));
    awaitDeliveries("accepted", 3);
    assertEquals("all changes were sent", beans.state());
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 307, 401, 403, 404, 408, 425, 429, 500, 503})
  void sendsAgainWhatMayBeAcceptedLaterAndNothingBeforeIt(int status) throws Exception {
    receiver.answer(status, Map.of("Location", receiver.url() + "/elsewhere"), "no");
    add("a", "b");
    awaitDeliveries("postponed", 1);
    assertEquals(List.of("a"), subjects());
    assertTrue(beans.state().startsWith("hook is "), beans::state);

    steady.pass(Duration.ofSeconds(1));

    awaitSubjects("a", "a", "b");
    List<Receiver.Post> posts = receiver.posts();
    assertEquals(json(posts.get(0)).path("id"), json(posts.get(1)).path("id"));
    assertTrue(posts.stream().allMatch(post -> post.path().equals("/hook")));
  }

  @Test
  void waitsAsLongAsTheReceiverAsksTo() throws Exception {
    receiver.answer(429, Map.of("Retry-After", "200"), "");
    add("a");
    awaitDeliveries("postponed", 1);
    steady.pass(Duration.ofSeconds(190));
    await().during(Duration.ofMillis(600)).until(() -> subjects().equals(List.of("a")));

    steady.pass(Duration.ofSeconds(10));

    awaitSubjects("a", "a");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 410, 413, 422})
  void keepsWhatIsRefusedAndGoesOn(int status) throws Exception {
    receiver.answer(status, Map.of(), "what of-both-sides is");
    add("a", "b");
    awaitSubjects("a", "b");
    awaitDeliveries("accepted", 1);

    JsonNode letter = JSON.readTree(Files.readString(directory.refused("hook")));
    assertEquals("view.notify.hook answered " + status, letter.path("reason").asText());
    assertEquals(json(receiver.posts().get(0)), letter.path("event"));
    assertEquals(1, deliveries("refused"));
  }

  @Test
  void acceptsALongAnswerOnceAndDoesNotReadIt() throws Exception {
    receiver.answer(200, Map.of(), "x".repeat(3 << 20));
    add("a", "b");

    awaitSubjects("a", "b");
    awaitDeliveries("accepted", 2);
    assertEquals(0, deliveries("postponed"));
  }

  @Test
  void goesOnAfterARestartWhereItStopped() throws Exception {
    add("a");
    awaitDeliveries("accepted", 1);
    end();
    add("b");
    begin("http://127.0.0.1:9/");
    awaitDeliveries("postponed", 1);
    end();
    begin(receiver.url());

    awaitSubjects("a", "b");
  }

  @Test
  void waitsForNobodyElse() throws Exception {
    new ChangeLog(directory, 1 << 20)
        .add(List.of(SomeChanges.of(1, "team", "t", Change.Op.ADDED, null, null, null)));
    add("a");

    awaitSubjects("t", "a");
    await().untilAsserted(() -> assertTrue(beans.state().startsWith("other is "), beans::state));
  }

  @Test
  void leavesNothingButItsCursors() throws Exception {
    add("a");
    awaitSubjects("a");
    awaitDeliveries("accepted", 1); // an answer that a stop cuts off is asked for again
    end();
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("changes.jsonl", "config.yaml", "notify-hook.json", "notify-other.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    assertFalse(Files.readString(directory.notified("hook")).contains("null"));
  }
}
