// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.config.EventTypes;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What notifications come down to, those recorded from the real services first of all. */
class NotificationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, byte[]> RECORDED = recorded();

  private static final String EVENT_TYPES = EventTypes.builtInAnd(List.of()).regex();

  private final Notifications notifications = new Notifications(Layers::empty);

  private static Map<String, byte[]> recorded() {
    Map<String, byte[]> bodies = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    NotificationsTest.class.getResourceAsStream("/notifications/recorded.jsonl")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode recorded = JSON.readTree(line);
        bodies.put(
            recorded.get("name").asText(),
            recorded.get("body").asText().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bodies;
  }

  /** As the route does it. */
  private static List<ReadRequest> requests(Notifications notifications, byte[] body) {
    String type = notifications.eventType(body);
    return type.matches(EVENT_TYPES) ? notifications.requests(body, type) : List.of();
  }

  private List<ReadRequest> requests(byte[] body) {
    return requests(notifications, body);
  }

  private String marks(String recorded) {
    return requests(RECORDED.get(recorded)).stream()
        .map(NotificationsTest::text)
        .collect(Collectors.joining(", "));
  }

  private static String text(ReadRequest mark) {
    return mark.kind()
        + " "
        + mark.id().substring(0, Math.min(8, mark.id().length()))
        + (mark.gone() ? " gone" : "")
        + (mark.state() == null ? "" : " " + mark.state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compute.instance.power_off.end           | SERVER f2fae4a6 stopped
          compute.instance.update.active-none      | ANY SERVER
          compute.instance.delete.end              | SERVER d23a134a gone
          compute.instance.finish_resize.end       | SERVER 8df0cfd6 resized
          compute.instance.volume.attach           | SERVER bfb5d99d, VOLUME aca49b76
          compute_task.build_instances@error       | SERVER d23a134a
          versioned.instance.power_off.end         | SERVER f2fae4a6 stopped
          versioned.instance.volume_attach.end     | SERVER bfb5d99d active, VOLUME aca49b76
          servergroup.create                       | SERVER_GROUP f291da53
          servergroup.addmember                    | SERVER_GROUP f291da53
          versioned.server_group.create            | SERVER_GROUP f291da53
          orchestration.stack.create.end           | STACK 4e495734 CREATE_COMPLETE, SUBSCRIPTION 4e495734
          orchestration.stack.create.error@error   | STACK 82186f21 CREATE_FAILED, SUBSCRIPTION 82186f21
          volume.attach.end                        | VOLUME aca49b76 in-use
          volume.delete.end                        | VOLUME b627cdff gone
          network.create.end                       | NETWORK 18fb023d
          network.delete.end                       | NETWORK 68803bd2 gone
          identity.project.created                 | PROJECT a2930b5b
          identity.project.deleted                 | PROJECT f37e08d9 gone
          identity.role_assignment.created         | PROJECT a2930b5b
          """)
  void aRecordedOneComesDownToMarks(String name, String expected) {
    if (expected.startsWith("ANY ")) {
      assertTrue(marks(name).startsWith(expected.substring(4)), () -> marks(name));
    } else {
      assertEquals(expected, marks(name));
    }
  }

  /** Of the payloads only what matters, as the services' sources and samples have it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          volumes.reset_status.end            | {"id":"v-1","update":{"status":"error"}}                          | VOLUME v-1
          backup.restore.end                  | {"backup_id":"b","volume_id":"v-1"}                               | VOLUME v-1
          backup.createprogress               | {"backup_id":"b","volume_id":"v-1"}                               | ``
          volume.usage                        | {"volume_id":"v-1","instance_id":"s-1","reads":0}                 | ``
          volume.usage                        | {"nova_object.data":{"volume_id":"v-1","instance_uuid":"s-1"}}    | ``
          volume.anything                     | {"nova_object.data":{"volume_id":"v-1"}}                          | ``
          compute_task.build_instances.error  | {"nova_object.data":{"instance_uuid":"s-1","state":"error"}}      | SERVER s-1
          compute_task.rebuild_server.error   | {"nova_object.data":{"instance_uuid":"s-1","state":"error"}}      | SERVER s-1
          compute_task.migrate_server         | {"instance_id":"s-1","state":"error"}                             | SERVER s-1
          orchestration.autoscaling.end       | {"stack_identity":"arn:openstack:heat::p:stacks/group/st-1"}      | STACK st-1
          """)
  void whatTheSourcesSayComesDownToReadRequests(String type, String payload, String expected) {
    String body = "{\"event_type\":\"" + type + "\",\"payload\":" + payload + "}";

    assertEquals(
        expected, of(body).stream().map(NotificationsTest::text).collect(Collectors.joining(", ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "..", "%2e%2e", "a b", "a\\nb", "*", "LONG"})
  void anIdThatNothingCanHaveIsMalformed(String id) {
    String body =
        "{\"event_type\":\"compute.instance.update\",\"payload\":{\"instance_id\":\""
            + id.replace("LONG", "x".repeat(65))
            + "\"}}";

    assertThrows(MalformedNotificationException.class, () -> of(body));
  }

  /** {@code ID} stands for an id that is none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compute.instance.update             | {"instance_id":ID}
          compute.instance.update             | {"instance_id":"s-1","volume_id":ID}
          instance.update                     | {"nova_object.data":{"uuid":ID}}
          compute_task.migrate_server         | {"instance_id":ID}
          servergroup.delete                  | {"server_group_id":ID}
          orchestration.stack.update.end      | {"stack_identity":ID}
          orchestration.stack.delete.end      | {"stack_identity":"arn:openstack:heat::p:stacks/group/"}
          orchestration.autoscaling.end       | {"stack_identity":ID}
          volume.update.end                   | {"volume_id":ID}
          volumes.reset_status.end            | {"id":ID}
          backup.create.end                   | {"volume_id":ID}
          network.create.end                  | {"networks":[{"id":ID}]}
          network.create.end                  | {"networks":[{"id":"n-1"},{}]}
          network.create.end                  | {"networks":[ID]}
          network.delete.end                  | {"network":{"id":ID}}
          port.update.end                     | {"port":{"device_owner":"compute:nova","device_id":ID}}
          floatingip.update.end               | {"floatingip":{"port_details":{"device_owner":"compute:nova","device_id":ID}}}
          identity.project.updated            | {"resource_info":ID}
          identity.role_assignment.created    | {"project":ID}
          """)
  void anIdThatIsNoneAsksForNothing(String type, String payload) {
    for (String id : List.of("\"\"", "5", "null", "{}", "[]", "\"/\"")) {
      String body =
          "{\"event_type\":\"" + type + "\",\"payload\":" + payload.replace("ID", id) + "}";
      try {
        of(body).forEach(request -> assertEquals("s-1", request.id(), body));
      } catch (MalformedNotificationException e) {
        assertTrue(e.getMessage().contains(type), e.getMessage());
      }
    }
  }

  @Test
  void aMessageOfManyObjectsAsksForTheirList() {
    String some = "{\"event_type\":\"network.create.end\",\"payload\":{\"networks\":[%s]}}";

    assertEquals(100, of(some.formatted(networks(100))).size());
    List<ReadRequest> list = of(some.formatted(networks(10_000)));
    assertEquals(1, list.size());
    assertTrue(list.get(0).isList());
    assertEquals(Kind.NETWORK, list.get(0).kind());
  }

  private static String networks(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"n-" + i + "\"}")
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compute.instance.exists",
        "versioned.instance.exists",
        "compute.instance.power_off.start",
        "scheduler.select_destinations.end",
        "image.create",
        "subnet.create.end",
        "router.create.end",
        "identity.user.created"
      })
  void whatDoesNotConcernUsIsDropped(String name) {
    assertEquals("", marks(name));
  }

  @Test
  void aTypeThatIsNeitherOursNorKnownMakesNothingBeRead() {
    byte[] body = "{\"event_type\":\"image.create\"}".getBytes(StandardCharsets.UTF_8);

    assertEquals(List.of(), notifications.requests(body, "image.create"));
  }

  @Test
  void everyRecordedOneIsUnderstood() {
    RECORDED.keySet().forEach(this::marks);
    assertTrue(RECORDED.size() > 100, () -> RECORDED.size() + " recordings");
  }

  @Test
  void anEnvelopeOfVersionOneIsTheMessageItself() throws IOException {
    byte[] inner =
        JSON.readTree(RECORDED.get("volume.delete.end"))
            .get("oslo.message")
            .asText()
            .getBytes(StandardCharsets.UTF_8);

    assertEquals(requests(RECORDED.get("volume.delete.end")), requests(inner));
  }

  @Test
  void aNameThatOnlyBeginsLikeAFamilyIsNoneOfIt() {
    assertEquals(List.of(), of("{\"event_type\":\"compute.instancefoo\",\"payload\":null}"));
    assertEquals(List.of(), of("{\"event_type\":\"volumes.x\"}"));
  }

  @Test
  void aFloatingAddressConcernsTheServersThatHaveItOrGetIt() {
    Server gets = server("gets", List.of(), List.of("10.0.0.5"));
    Server has = server("has", List.of("203.0.113.240"), List.of("10.0.0.6"));
    Layers layers =
        Layers.empty()
            .merge(
                List.of(Observation.of(Kind.SERVER, 1, gets), Observation.of(Kind.SERVER, 1, has)));
    String event = "floatingip.update.end";
    String body =
        "{\"event_type\":\"floatingip.update.end\",\"payload\":{\"floatingip\":{\"tenant_id\":\"p\","
            + "\"floating_ip_address\":\"203.0.113.240\",\"fixed_ip_address\":\"10.0.0.5\"}}}";

    assertEquals(
        List.of(
            new ReadRequest(Kind.SERVER, "gets", false, "has 203.0.113.240", event, null),
            new ReadRequest(Kind.SERVER, "has", false, "lacks 203.0.113.240", event, null)),
        requests(new Notifications(() -> layers), body.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aFloatingAddressConcernsTheServerOfItsPortAlsoIfThatIsNotKnownYet() {
    assertEquals("SERVER d5070de0 has 203.0.113.240", marks("floatingip.update.end"));
  }

  @Test
  void aServerThatIsNamedAndKnownIsMarkedOnce() {
    Server known =
        new Server(
            "d5070de0-f847-4088-b5c1-28a4f1ed2bf7",
            "web",
            "active",
            "4eae4fc3eddc4091a8f7a1aa4dc1157c",
            "f",
            null,
            List.of("203.0.113.240"),
            List.of("10.10.0.20"),
            List.of(),
            List.of("net"));
    Layers layers = Layers.empty().merge(List.of(Observation.of(Kind.SERVER, 1, known)));

    assertEquals(
        1, requests(new Notifications(() -> layers), RECORDED.get("floatingip.update.end")).size());
  }

  @Test
  void aMarkTellsWhichEventMadeItAndWhenItWasSent() {
    ReadRequest mark =
        of("{\"event_type\":\"compute.instance.power_off.end\",\"payload\":{\"instance_id\":\"s\"},"
                + "\"timestamp\":\"2026-11-24 16:40:00.123456\"}")
            .get(0);

    assertEquals("compute.instance.power_off.end", mark.event());
    assertEquals(Instant.parse("2026-11-24T16:40:00.123456Z"), mark.at());
  }

  private static Server server(String id, List<String> floating, List<String> fixed) {
    return new Server(id, id, "active", "p", "f", null, floating, fixed, List.of(), List.of("net"));
  }

  private List<ReadRequest> of(String body) {
    return requests(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "[]",
        "null",
        "{",
        "{}",
        "{\"event_type\":null}",
        "{\"event_type\":7}",
        "{\"event_type\":\"TOO LONG\",\"payload\":{}}",
        "{\"event_type\":\"volume.delete.end\"}",
        "{\"event_type\":\"volume.delete.end\",\"payload\":null}",
        "{\"event_type\":\"volume.delete.end\",\"payload\":{\"secret\":1}}",
        "{\"oslo.version\":\"2.0\",\"oslo.message\":\"secret\"}",
        "{\"oslo.version\":\"2.0\",\"oslo.message\":\"{\"}"
      })
  void whatIsNoNotificationIsToldWithoutItsBody(String body) {
    MalformedNotificationException told =
        assertThrows(
            MalformedNotificationException.class,
            () -> of(body.replace("TOO LONG", "volume." + "secret".repeat(50))));
    assertFalse(told.getMessage().contains("secret"), told::getMessage);
  }

  @Test
  void aWrongEncodingAndABodyOfTenMegabytesAreToldToo() {
    byte[] latin = {'{', '"', (byte) 0xe4, '"', ':', '1', '}'};
    assertThrows(MalformedNotificationException.class, () -> requests(latin));
    assertThrows(MalformedNotificationException.class, () -> requests(new byte[10_000_000]));
  }
}
