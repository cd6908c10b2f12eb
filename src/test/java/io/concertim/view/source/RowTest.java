// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static io.concertim.view.source.Recorded.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RowTest {

  @Test
  void absentNullAndEmptyTextsAreAllNull() {
    Row row = row("{'null': null, 'empty': '', 'object': {}, 'list': ['x']}");

    for (String field : List.of("absent", "null", "empty", "object", "list")) {
      assertNull(row.text(field), field);
      assertNull(row.integer(field), field);
      assertNull(row.flag(field), field);
      assertEquals(0.0, row.decimal(field), field);
    }
  }

  @Test
  void numbersAndTruthValuesMayBeWrittenAsText() {
    Row row = row("{'n': 42, 't': ' 42 ', 'd': '250.5', 'e': 1.5, 'yes': 'true', 'no': false}");

    assertEquals(42, row.integer("n"));
    assertEquals(42, row.integer("t"));
    assertEquals("42", row.text("n"));
    assertEquals(250.5, row.decimal("d"));
    assertEquals(1.5, row.decimal("e"));
    assertEquals(true, row.flag("yes"));
    assertEquals(false, row.flag("no"));
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    Row row = row("{'empty': '', 'word': 'many'}");

    assertEquals("has no id", message(() -> row.needed("id")));
    assertEquals("has no empty", message(() -> row.needed("empty")));
    assertEquals("has no height", message(() -> row.neededInteger("height")));
    assertEquals("has no whole number in word", message(() -> row.integer("word")));
    assertEquals("has no number in word", message(() -> row.decimal("word")));
  }

  private static String message(Executable reading) {
    return assertThrows(RowException.class, reading).getMessage();
  }

  @Test
  void whatIsInsideIsEmptyWhereThereIsNone() {
    Row row = row("{'null': null, 'text': 'x'}");

    for (String field : List.of("absent", "null", "text")) {
      assertEquals(List.of(), row.rows(field), field);
      assertEquals(List.of(), row.lists(field), field);
      assertEquals(Map.of(), row.row(field).map(), field);
      assertFalse(row.row(field).isObject(), field);
      assertNull(row.row(field).text("id"), field);
    }
    assertFalse(row.has("null"));
    assertTrue(row.has("text"));
  }

  @Test
  void listsComeByFieldNameInOrder() {
    Row row = row("{'addresses': {'z': [{'addr': '1'}, {'addr': '2'}], 'a': [], 'n': null}}");

    assertEquals(
        List.of("z", "a", "n"), row.lists("addresses").stream().map(Map.Entry::getKey).toList());
    assertEquals(
        List.of("1", "2"),
        row.lists("addresses").get(0).getValue().stream().map(a -> a.text("addr")).toList());
    assertEquals(List.of(), row.lists("addresses").get(1).getValue());
    assertEquals(List.of(), row.lists("addresses").get(2).getValue());
  }

  @Test
  void plainValuesKeepTheirKindAndTheirNulls() {
    Row row = row("{'v': {'b': [1, null, {'c': null}], 'a': 1.5, 't': true}, 'n': null}");

    assertEquals("{b=[1, null, {c=null}], a=1.5, t=true}", row.value("v").toString());
    assertNull(row.value("n"));
    assertNull(row.value("absent"));
    assertTrue(row.map().containsKey("n"));
  }

  @Test
  void aValueInAListIsReadAsItself() {
    List<Row> members = row("{'members': ['a', 7, null, {}]}").rows("members");

    assertEquals("a", members.get(0).asText());
    assertEquals("7", members.get(1).asText());
    assertNull(members.get(2).asText());
    assertNull(members.get(3).asText());
  }
}
