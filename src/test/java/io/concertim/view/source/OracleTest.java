// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.view.View;
import io.concertim.view.python.LoadedByPython;
import io.concertim.view.python.ViewPickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the same portal and cloud we make the view that the Python sync made, but for its defects.
 */
class OracleTest {
  private static final String ALPHA = ".teams[7c1a0b52-0d7c-4a44-bb0e-5f3f9d2e1001].";
  private static final String BETA = ".teams[7c1a0b52-0d7c-4a44-bb0e-5f3f9d2e1002].";
  private static final String GAMMA = ".teams[7c1a0b52-0d7c-4a44-bb0e-5f3f9d2e1003].";
  private static final String FIRST = ".racks[c3000000-0000-4000-8000-000000000001].";
  private static final String SECOND = ".racks[c3000000-0000-4000-8000-000000000002].";
  private static final String NEW = ".racks[77777777-0000-4000-8000-000000000003].";
  private static final String GATEWAY = ".devices[f5000000-0000-4000-8000-000000000001].";
  private static final String NODE = ".devices[f5000000-0000-4000-8000-000000000002].";
  private static final String NEW_SERVER = ".devices[aaaaaaaa-0000-4000-8000-000000000009].";

  /**
   * Where our view is right and the Python's is not.
   *
   * @param path in the view
   * @param defect its number in the list of the Python's defects
   * @param ours what we have there, with single quotes and without $tuple
   */
  private record Difference(String path, String defect, String ours) {}

  private static final List<Difference> DIFFERENCES =
      List.of(
          new Difference(FIRST + "_status_reason", "A4", "'Stack CREATE completed successfully'"),
          new Difference(
              FIRST + "output",
              "A4",
              "[['gateway_ext_ip',{'output_key':'gateway_ext_ip',"
                  + "'output_value':'10.151.15.160','description':'x'}]]"),
          new Difference(SECOND + "_status_reason", "A4", "'Stack CREATE started'"),
          new Difference(
              SECOND + "id",
              "A14",
              "['c3000000-0000-4000-8000-000000000002',"
                  + "'6f1d2c3b-4a59-4e8d-9c7b-1a2b3c4d5e6f',null]"),
          new Difference(NEW + "name", "A7", "['new-cluster-x--1','new-cluster_x--1']"),
          new Difference(GATEWAY + "network_interfaces", "A9", "['mycluster-network']"),
          new Difference(GATEWAY + "details.login_user", "A14", "''"),
          new Difference(NODE + "network_interfaces", "A9", "['mycluster-network']"),
          new Difference(NODE + "details.login_user", "A14", "''"),
          new Difference(NODE + "details.ssh_key", "A14", "''"),
          new Difference(NEW_SERVER + "details.login_user", "A10", "''"),
          new Difference(ALPHA + "credits", "A19", "250.5"),
          new Difference(
              ALPHA + "racks",
              "A1",
              "[['c3000000-0000-4000-8000-000000000001',"
                  + "'92927d62-ebcf-4faf-a8ab-4068ca3911f3',"
                  + "'aa11bb22-cc33-4d44-8e55-000000000001'],"
                  + "[null,'77777777-0000-4000-8000-000000000003','sub-3']]"),
          new Difference(
              ALPHA + "team_members",
              "A21",
              "[['b1f6a6f0-2f8e-4a52-8d4e-77a1c0de0001','9e107d9d372bb6826bd81d3542a419d6']]"),
          new Difference(
              BETA + "team_members", "A21", "[['b1f6a6f0-2f8e-4a52-8d4e-77a1c0de0002',null]]"),
          new Difference(
              GAMMA + "racks",
              "A1",
              "[['c3000000-0000-4000-8000-000000000002',"
                  + "'6f1d2c3b-4a59-4e8d-9c7b-1a2b3c4d5e6f',null]]"),
          new Difference(
              GAMMA + "team_members",
              "A21",
              "[['b1f6a6f0-2f8e-4a52-8d4e-77a1c0de0001','9e107d9d372bb6826bd81d3542a419d6']]"));

  @TempDir private Path folder;

  @Test
  void makesTheViewOfThePythonSyncButForItsDefects() throws IOException {
    Map<String, String> oracle = values(Recorded.json("concertim/oracle/view.json"));
    Map<String, String> ours = values(LoadedByPython.dump(pickle()));

    Map<String, String> differences = new TreeMap<>();
    for (String path : union(oracle.keySet(), ours.keySet())) {
      if (!Objects.equals(oracle.get(path), ours.get(path))) {
        differences.put(path, ours.get(path));
      }
    }
    Map<String, String> allowed = new TreeMap<>();
    DIFFERENCES.forEach(difference -> allowed.put(difference.path(), difference.ours()));
    assertEquals(lines(allowed), lines(differences));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  private static String lines(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + " " + value.getValue())
        .collect(Collectors.joining("\n"));
  }

  private Path pickle() throws IOException {
    Mapped mapped =
        ViewMapping.map(
            Layers.empty().merge(RecordedCloud.observations()),
            Map.of(),
            new MappingSettings(42, true));
    View view =
        new View(
            1,
            Instant.EPOCH,
            Map.of(),
            mapped.teams(),
            mapped.users(),
            mapped.templates(),
            mapped.racks(),
            mapped.devices(),
            mapped.problems(),
            List.of());
    return Files.write(folder.resolve("view.pickle"), ViewPickle.bytes(view));
  }

  /** Every value in a dumped view by its path; objects are named by their first known id. */
  private static Map<String, String> values(JsonNode view) {
    Map<String, String> values = new TreeMap<>();
    collect("", view, values);
    return values;
  }

  private static void collect(String path, JsonNode node, Map<String, String> values) {
    if (node.has("$dict")) {
      List<String> keys = new ArrayList<>();
      for (JsonNode entry : node.path("$dict")) {
        assertEquals(entry.path(0), entry.path(1).path("id"));
        keys.add(key(entry.path(0)));
        collect(path + "[" + key(entry.path(0)) + "]", entry.path(1), values);
      }
      values.put(path + " in order", keys.toString());
    } else if (node.isObject() && !node.has("$tuple") && !node.isEmpty()) {
      node.forEachEntry((name, value) -> collect(path + "." + name, value, values));
    } else {
      values.put(path, plain(node).toString().replace('"', '\''));
    }
  }

  /** A value with its tuples as lists. */
  private static JsonNode plain(JsonNode node) {
    if (node.has("$tuple")) {
      return plain(node.path("$tuple"));
    }
    if (!node.isArray()) {
      return node;
    }
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    node.forEach(item -> list.add(plain(item)));
    return list;
  }

  private static String key(JsonNode id) {
    String key = "";
    for (JsonNode part : id.path("$tuple")) {
      key = part.isNull() || !key.isEmpty() ? key : part.textValue();
    }
    return key;
  }
}
