// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import io.concertim.view.store.SampleView;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewPickleTest {
  private static final String ORACLE = "/fixtures/concertim/oracle/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  @Test
  void isReadAsWrittenByThePythonServices() throws IOException {
    JsonNode expected =
        JSON.readTree(LoadedByPython.resource("/store/small-view.python.json").toFile());

    assertEquals(expected.toPrettyString(), load(SampleView.small()).view().toPrettyString());
  }

  @Test
  void theDumpOfThePickleThatThePythonSyncMadeIsTheOracle() throws IOException {
    JsonNode oracle = JSON.readTree(LoadedByPython.resource(ORACLE + "view.json").toFile());

    assertEquals(oracle, LoadedByPython.dump(LoadedByPython.resource(ORACLE + "view.pickle4")));
    assertEquals(oracle, LoadedByPython.dump(LoadedByPython.resource(ORACLE + "view.pickle5")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "racks", "devices", "users", "templates", "teams"})
  void objectsHaveEveryAttributeThatPythonGivesThemInPythonsOrder(String member)
      throws IOException {
    JsonNode oracle = JSON.readTree(LoadedByPython.resource(ORACLE + "view.json").toFile());
    JsonNode ours = load(SampleView.small()).view();

    assertEquals(attributes(oracle, member), attributes(ours, member));
  }

  private static List<String> attributes(JsonNode view, String member) {
    JsonNode object = member.isEmpty() ? view : view.path(member).path("$dict").path(0).path(1);
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    Stream.of("template", "location", "_resources")
        .forEach(nested -> object.path(nested).fieldNames().forEachRemaining(names::add));
    return names;
  }

  @Test
  void devicesShareTheTemplatesOfTheViewAndNothingElseIsShared() throws IOException {
    List<Rack> racks =
        List.of(
            SampleView.rack(SampleView.RACK, SampleView.TEAM, null),
            SampleView.rack(new BilledId(null, "stack-2", null), SampleView.TEAM, null));
    List<Device> devices =
        List.of(SampleView.device("device-1", "server-1"), SampleView.device(null, "server-2"));

    JsonNode identity = load(SampleView.of(racks, devices)).identity();

    assertEquals(3, identity.size());
    identity.forEachEntry((rule, holds) -> assertTrue(holds.booleanValue(), rule));
  }

  @Test
  void numbersKeepTheirKindAndLongTextsTheirLetters() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("ints", List.of(0, 255, 256, 65_535, 65_536, -1, Integer.MIN_VALUE));
    values.put("longs", List.of(1L << 40, -1L, 128L, new BigInteger("-123456789012345678901")));
    values.put("floats", List.of(0.0, -2.25, new BigDecimal("12.50"), 1.5f));
    values.put("text", "Größe \uD83D\uDE00 ".repeat(100));
    values.put("nothing", null);

    JsonNode details = load(withDetails(values)).view().at("/devices/$dict/0/1/details");

    assertEquals("[0,255,256,65535,65536,-1,-2147483648]", details.path("ints").toString());
    assertEquals("[1099511627776,-1,128,-123456789012345678901]", details.path("longs").toString());
    assertEquals("[0.0,-2.25,12.5,1.5]", details.path("floats").toString());
    assertEquals(values.get("text"), details.path("text").textValue());
    assertTrue(details.path("nothing").isNull());
  }

  private static View withDetails(Map<String, Object> details) {
    Device device = SampleView.device("device-1", "server-1");
    return SampleView.of(
        SampleView.small().racks(),
        List.of(
            new Device(
                device.id(),
                device.name(),
                device.type(),
                device.description(),
                device.rackId(),
                device.templateId(),
                device.location(),
                device.status(),
                device.networkInterfaces(),
                device.cost(),
                details,
                device.deleteMarker(),
                device.updated())));
  }

  @Test
  void racksNameOnlyPublishedDevicesAndTeamsOnlyPublishedRacks() throws IOException {
    Rack pending =
        SampleView.rack(new BilledId(null, "stack-2", null), SampleView.TEAM, "no order");
    List<Rack> racks = List.of(SampleView.small().racks().get(0), pending);
    Device inPending =
        SampleView.device(
            new PairedId(null, "server-2"), "Instance", pending.id(), SampleView.FLAVORED);

    JsonNode view =
        load(SampleView.of(racks, List.of(SampleView.device("device-1", "server-1"), inPending)))
            .view();

    assertEquals(
        "[{\"$tuple\":[\"device-1\",\"server-1\"]}]",
        view.at("/racks/$dict/0/1/devices").toString());
    assertEquals(
        "[{\"$tuple\":[\"rack-1\",\"stack-1\",\"order-1\"]}]",
        view.at("/teams/$dict/0/1/racks").toString());
    assertEquals(1, view.at("/racks/$dict").size());
    assertEquals(1, view.at("/devices/$dict").size());
  }

  @Test
  void aLargeViewIsReadInFull() throws IOException {
    LoadedByPython read = load(SampleView.large(10_000));

    assertEquals(250, read.view().at("/racks/$dict").size());
    assertEquals(10_000, read.view().at("/devices/$dict").size());
    read.identity().forEachEntry((rule, holds) -> assertTrue(holds.booleanValue(), rule));
  }

  private LoadedByPython load(View view) throws IOException {
    return LoadedByPython.load(Files.write(dir.resolve("view.pickle"), ViewPickle.bytes(view)));
  }
}
