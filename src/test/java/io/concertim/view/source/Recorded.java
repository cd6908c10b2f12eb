// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.model.layer.Fact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Answers that the real systems gave, from the test resources. */
public final class Recorded {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recorded() {}

  /** The body of a recorded answer, such as {@code openstack/heat-stacks.json}, as text. */
  public static String text(String file) {
    try (InputStream in = Recorded.class.getResourceAsStream("/fixtures/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as JSON; Kill Bill's are recorded with their request, status and headers. */
  public static JsonNode json(String file) {
    JsonNode recorded = parse(text(file));
    return recorded.has("response") ? recorded.at("/response/body") : recorded;
  }

  public static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A row written as JSON, with single quotes. */
  public static Row row(String json) {
    return new Row(parse(json.replace('\'', '"')));
  }

  public static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The rows of a recorded list, read as a list is read from a server. */
  public static List<Row> rows(String file) {
    List<Row> rows = new ArrayList<>();
    try {
      JsonPage.read(stream(json(file).toString()), node -> rows.add(new Row(node)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  /** A row of a recorded list, changed. */
  public static Row changed(String file, int index, Consumer<ObjectNode> change) {
    List<ObjectNode> rows = new ArrayList<>();
    try {
      JsonPage.read(stream(json(file).toString()), node -> rows.add((ObjectNode) node));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    change.accept(rows.get(index));
    return new Row(rows.get(index));
  }

  /** What the rows of a recorded list show. */
  public static <T extends Fact> List<T> facts(RowParser parser, Class<T> type, String file) {
    return rows(file).stream()
        .flatMap(row -> parser.objects(row).stream())
        .flatMap(object -> parser.parse(object).stream())
        .map(type::cast)
        .toList();
  }
}
