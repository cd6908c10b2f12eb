// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The query part of a request, in its order. */
record Query(List<Map.Entry<String, String>> pairs) {

  /** Reads the raw query of a URI, which may be null. */
  static Query of(String raw) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        pairs.add(
            equals < 0
                ? Map.entry(decode(pair), "")
                : Map.entry(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))));
      }
    }
    return new Query(List.copyOf(pairs));
  }

  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  List<String> all(String name) {
    return pairs.stream().filter(p -> p.getKey().equals(name)).map(Map.Entry::getValue).toList();
  }

  boolean isTrue(String name) {
    return first(name).map(v -> v.toLowerCase(Locale.ROOT)).filter(TRUE::contains).isPresent();
  }

  /** The value as a number; throws {@link NumberFormatException} when it is none. */
  OptionalInt number(String name) {
    return first(name).map(v -> OptionalInt.of(Integer.parseInt(v))).orElse(OptionalInt.empty());
  }

  /** The same query with this value in place of all of that name, at the end. */
  String with(String name, String value) {
    List<Map.Entry<String, String>> next = new ArrayList<>(pairs);
    next.removeIf(pair -> pair.getKey().equals(name));
    next.add(Map.entry(name, value));
    return next.stream()
        .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static final List<String> TRUE = List.of("true", "1");

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
