// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Rails makes of the values that a client sends, mostly as text. */
final class PortalValues {
  private static final Pattern LEADING_DIGITS =
      Pattern.compile("\\s*([+-]?\\d+).*", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final List<String> FALSE =
      List.of("false", "0", "f", "F", "FALSE", "off", "OFF", "False");

  /** Above it a cost is a floating-point number on its way. */
  private static final BigDecimal EXACT = new BigDecimal("1e15");

  private PortalValues() {}

  /** A text column; null stays null. */
  static JsonNode text(JsonNode sent) {
    return sent.isNull() || sent.isMissingNode() ? NullNode.instance : Json.of(sent.asText());
  }

  /** An integer column: the leading digits; 0 where there are none, null for an empty text. */
  static JsonNode integer(JsonNode sent) {
    if (sent.isNull() || sent.isMissingNode() || sent.asText().isEmpty()) {
      return NullNode.instance;
    }
    Matcher digits = LEADING_DIGITS.matcher(sent.asText());
    return Json.of(digits.matches() ? Integer.parseInt(digits.group(1)) : 0);
  }

  /** A boolean column: whatever is not one of the words for false is true. */
  static JsonNode flag(JsonNode sent) {
    if (sent.isNull() || sent.isMissingNode() || sent.asText().isEmpty()) {
      return NullNode.instance;
    }
    return Json.of(!FALSE.contains(sent.asText()));
  }

  /** A number as a validation takes it, which does not make do with leading digits. */
  static Optional<BigDecimal> number(JsonNode sent) {
    String text = sent.asText().strip();
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  /** A cost as it is shown: text with two decimals, rounded to the even one. */
  static JsonNode cost(BigDecimal cost) {
    BigDecimal stored = cost.compareTo(EXACT) > 0 ? new BigDecimal(cost.doubleValue()) : cost;
    return Json.of(stored.setScale(2, RoundingMode.HALF_EVEN).toPlainString());
  }

  /** Free JSON as parameters let it through: nulls within lists are dropped. */
  static JsonNode free(JsonNode sent) {
    if (sent instanceof ObjectNode object) {
      ObjectNode kept = Json.object();
      object.properties().forEach(field -> kept.set(field.getKey(), free(field.getValue())));
      return kept;
    }
    if (sent instanceof ArrayNode list) {
      ArrayNode kept = Json.array(List.of());
      list.forEach(
          item -> {
            if (!item.isNull()) {
              kept.add(free(item));
            }
          });
      return kept;
    }
    return sent;
  }

  /** Whether nothing but white space is in it, as Rails counts that. */
  static boolean isBlank(String text) {
    return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
  }

  /** Whether a NUL is in any text of it. */
  static boolean hasNul(JsonNode sent) {
    return sent.toString().contains("\\u0000");
  }
}
