// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.CustomField;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Project;
import io.concertim.view.model.layer.Stack;
import io.concertim.view.source.http.AnswerRule.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of docs/reliability.md means what that page says. */
class AnswerRuleTest {
  private static final Map<String, Meaning> WORDS =
      Map.of(
          "there", Meaning.THERE,
          "gone", Meaning.GONE,
          "elsewhere", Meaning.ELSEWHERE,
          "not known", Meaning.NOT_KNOWN,
          "cannot be told", Meaning.CANNOT_TELL);

  /** These are read with their stack, and are never asked for by an id. */
  private static final Set<Kind> OF_A_STACK =
      EnumSet.of(Kind.NESTED_STACK, Kind.STACK_OUTPUTS, Kind.STACK_RESOURCES);

  private record Row(Kind kind, int status, String body, Meaning meaning) {
    static Row of(String line) {
      String[] cells = line.split(" \\| ", -1);
      String body = cells[3].equals("none") ? "" : cells[3].replaceAll("^`|`$", "");
      String kind = cells[1].equals("any") ? "server" : cells[1];
      return new Row(
          Kind.valueOf(kind.toUpperCase(Locale.ROOT).replace(' ', '_')),
          Integer.parseInt(cells[2]),
          body,
          WORDS.get(cells[4]));
    }
  }

  static Stream<Row> rows() throws IOException {
    List<String> page = Files.readAllLines(Path.of("docs", "reliability.md"));
    return page.stream()
        .skip(page.indexOf("| system | asked for | status | answer | means | from |") + 2L)
        .takeWhile(line -> line.startsWith("| "))
        .map(Row::of);
  }

  private static MissingObject asked(Kind kind) {
    Fact last =
        switch (kind) {
          case STACK -> new Stack("ID", "NAME", "p", null, "CREATE_COMPLETE", null, null);
          case CUSTOM_FIELD -> new CustomField("ID", "SUBSCRIPTION", "OWNER", "name", "value");
          default -> null;
        };
    return new MissingObject(kind, "ID", last);
  }

  private static Meaning meaning(Row row) {
    JsonNode body = body(row.body());
    return row.status() == 200
        ? AnswerRule.ofAnswer(asked(row.kind()), body)
        : AnswerRule.ofRefusal(
            asked(row.kind()), row.status(), row.status() == 302 ? "/elsewhere" : null, body);
  }

  private static JsonNode body(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void anAnswerMeansWhatThePageSays(Row row) {
    assertEquals(row.meaning(), meaning(row));
  }

  @Test
  void thePageTellsOfEveryKindWhatIsThereGoneNotKnownAndCannotBeTold() throws IOException {
    Map<Kind, Set<Meaning>> told = new EnumMap<>(Kind.class);
    rows()
        .forEach(
            row ->
                told.computeIfAbsent(row.kind(), kind -> EnumSet.noneOf(Meaning.class))
                    .add(row.meaning()));
    told.values().forEach(meanings -> meanings.remove(Meaning.ELSEWHERE));
    for (Kind kind : EnumSet.complementOf(EnumSet.copyOf(OF_A_STACK))) {
      assertEquals(
          EnumSet.of(Meaning.THERE, Meaning.GONE, Meaning.NOT_KNOWN, Meaning.CANNOT_TELL),
          told.get(kind),
          kind.label());
    }
  }

  /** An id with what means something in a pattern names nothing else. */
  @Test
  void anIdIsTakenAsItIs() {
    MissingObject flavor = new MissingObject(Kind.FLAVOR, "m1.*", null);
    String denial = "{\"itemNotFound\": {\"message\": \"Flavor %s could not be found.\"}}";

    assertEquals(
        Meaning.GONE, AnswerRule.ofRefusal(flavor, 404, null, body(denial.formatted("m1.*"))));
    assertEquals(
        Meaning.NOT_KNOWN,
        AnswerRule.ofRefusal(flavor, 404, null, body(denial.formatted("m1.small"))));
  }

  /** What says no 404 of one kind says none of another. */
  @ParameterizedTest
  @MethodSource("rows")
  void noAnswerButTheRightOneMeansThatAnotherObjectIsGone(Row row) {
    for (Kind kind : Kind.values()) {
      MissingObject other = new MissingObject(kind, "another", null);
      boolean ofThePortal = kind == Kind.RACK || kind == Kind.DEVICE;
      if (row.status() == 404 && !(ofThePortal && row.body().contains("record"))) {
        assertTrue(
            AnswerRule.ofRefusal(other, 404, null, body(row.body())) != Meaning.GONE, kind.label());
      }
    }
  }

  @Test
  void anObjectHasChangedWhereItDoesNotLookAsItWasLastKnown() {
    Project known = new Project("p", "CM_a");

    assertEquals(Meaning.THERE, AnswerRule.compared(known, new Project("p", "CM_a")));
    assertEquals(Meaning.CHANGED, AnswerRule.compared(known, new Project("p", "CM_b")));
    assertEquals(Meaning.CHANGED, AnswerRule.compared(null, known));
  }
}
