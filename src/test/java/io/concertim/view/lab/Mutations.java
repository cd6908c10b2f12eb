// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes of good input such that is damaged in some place, for tests of parsers. */
public final class Mutations {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Mutations() {}

  /** The same bytes with some changed, removed, added or cut off. */
  public static byte[] of(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && bytes.length > 0; times--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] = (byte) "{}[]\",:\\-0eE\n\0 &*!%".charAt(random.nextInt(19));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + at / 2);
          System.arraycopy(bytes, 0, longer, bytes.length, at / 2);
          bytes = longer;
        }
      }
    }
    return bytes;
  }

  /** The same JSON with some values replaced by such as nobody expects, or removed. */
  public static JsonNode of(JsonNode good, Random random) {
    JsonNode copy = good.deepCopy();
    for (int times = 1 + random.nextInt(4); times > 0; times--) {
      List<JsonNode> inner = new ArrayList<>();
      collect(copy, inner);
      if (inner.isEmpty()) {
        return odd(random);
      }
      change(inner.get(random.nextInt(inner.size())), random);
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainerNode() && !node.isEmpty()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }

  private static void change(JsonNode node, Random random) {
    int at = random.nextInt(node.size());
    if (node instanceof ArrayNode array) {
      array.set(at, odd(random));
    } else if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      if (random.nextInt(4) == 0) {
        object.remove(names.get(at));
      } else {
        object.set(names.get(at), odd(random));
      }
    }
  }

  private static JsonNode odd(Random random) {
    return switch (random.nextInt(14)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.textNode("");
      case 2 -> NODES.textNode("x".repeat(100_000));
      case 3 -> NODES.textNode("\0\n\u202E\uD800${exec:id}");
      case 4 -> NODES.numberNode(-1);
      case 5 -> NODES.numberNode(Long.MIN_VALUE);
      case 6 -> NODES.numberNode(new BigInteger("9".repeat(400)));
      case 7 -> NODES.numberNode(new BigDecimal("1e-300"));
      case 8 -> NODES.numberNode(Double.NaN);
      case 9 -> NODES.booleanNode(true);
      case 10 -> NODES.arrayNode().add(NODES.nullNode()).add(NODES.arrayNode());
      case 11 -> NODES.objectNode().set("id", NODES.objectNode());
      case 12 -> nested(200);
      default -> NODES.textNode("0x7f, 1_000, 12:30:45, yes, null");
    };
  }

  private static JsonNode nested(int depth) {
    JsonNode node = NODES.arrayNode();
    for (int level = 0; level < depth; level++) {
      node = NODES.arrayNode().add(node);
    }
    return node;
  }

  /** The JSON as a body. */
  public static byte[] bytes(JsonNode json) {
    try {
      return new ObjectMapper().writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
