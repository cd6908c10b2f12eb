// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Python's text forms; the expected texts are what Python 3 writes. */
class PythonTextTest {

  static Stream<Arguments> texts() {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("output_key", "x");
    output.put("output_value", Arrays.asList("1", null, true, Map.of("a", List.of())));
    return Stream.of(
        Arguments.of(null, "None"),
        Arguments.of(true, "True"),
        Arguments.of(false, "False"),
        Arguments.of(7, "7"),
        Arguments.of(12345678901L, "12345678901"),
        Arguments.of(0.5, "0.5"),
        Arguments.of(2.0, "2.0"),
        Arguments.of(1e7, "10000000.0"),
        Arguments.of(1e16, "1e+16"),
        Arguments.of(1.5e-7, "1.5e-07"),
        Arguments.of(0.0001, "0.0001"),
        Arguments.of(-0.0, "-0.0"),
        Arguments.of(new BigDecimal("1E+2"), "100.0"),
        Arguments.of("", "''"),
        Arguments.of("a", "'a'"),
        Arguments.of("it's", "\"it's\""),
        Arguments.of("say \"hi\"", "'say \"hi\"'"),
        Arguments.of("it's \"hi\"", "'it\\'s \"hi\"'"),
        Arguments.of("a\\b", "'a\\\\b'"),
        Arguments.of("a\nb\tc\rd", "'a\\nb\\tc\\rd'"),
        Arguments.of("\u0000\u001b\u007f", "'\\x00\\x1b\\x7f'"),
        Arguments.of("\u0085\u00a0\u00ad", "'\\x85\\xa0\\xad'"),
        Arguments.of("\u200b\u2028\ufeff", "'\\u200b\\u2028\\ufeff'"),
        Arguments.of("\ud800", "'\\ud800'"),
        Arguments.of("日本 ü \uD83D\uDE00", "'日本 ü \uD83D\uDE00'"),
        Arguments.of("\uDB40\uDC01", "'\\U000e0001'"),
        Arguments.of(List.of(), "[]"),
        Arguments.of(List.of("a", "b"), "['a', 'b']"),
        Arguments.of(Map.of(), "{}"),
        Arguments.of(output, "{'output_key': 'x', 'output_value': ['1', None, True, {'a': []}]}"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void writesValuesAsPythonDoes(Object value, String text) {
    assertEquals(text, PythonText.repr(value));
  }

  @Property
  void readsEveryListThatPythonWrites(@ForAll List<String> list) {
    assertEquals(Optional.of(list), PythonText.parseList(PythonText.repr(list)));
  }

  @Test
  void readsAListOfJson() {
    assertEquals(Optional.of(List.of("a")), PythonText.parseList(List.of("a")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"['a','b']", "[ 'a' , \"b\" ]", " ['a', 'b',] "})
  void readsOtherWaysToWriteTheSameList(String text) {
    assertEquals(Optional.of(List.of("a", "b")), PythonText.parseList(text));
  }

  @ParameterizedTest(name = "B1: {0} is only text")
  @NullSource
  @ValueSource(
      strings = {
        "",
        "None",
        "null",
        "{}",
        "1.1.1.1",
        "[",
        "]",
        "[']",
        "['a",
        "['a'",
        "['a' 'b']",
        "['a''b']",
        "['a']]",
        "[['a']]",
        "[1]",
        "[,]",
        "['\\x1']",
        "['\\uzzzz']",
        "['\\U00110000']",
        "__import__('os').system('x')",
        "[__import__('os').system('x')]",
        "['a'] + __import__('os').listdir('/') + ['b']",
        "['a', *open('/etc/passwd')]"
      })
  void neverEvaluatesWhatThePortalHolds(String text) {
    assertEquals(Optional.empty(), PythonText.parseList(text));
  }

  @Test
  @DisplayName("B1: other JSON than a list of texts is no list")
  void otherJsonIsNoList() {
    assertEquals(Optional.empty(), PythonText.parseList(Map.of()));
    assertEquals(Optional.empty(), PythonText.parseList(7));
    assertEquals(Optional.empty(), PythonText.parseList(new ArrayList<>(List.of(1, "a"))));
  }

  @Property
  void anyTextIsAListOrNone(@ForAll String text) {
    PythonText.parseList("[" + text + "]");
    PythonText.parseList(text);
  }
}
