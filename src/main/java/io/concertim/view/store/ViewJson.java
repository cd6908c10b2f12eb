// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import io.concertim.view.pieces.Piece;
import io.concertim.view.pieces.Pieces;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * view.json: the published view for readers in any language, described by docs/view.schema.json.
 *
 * <p>UTF-8; keys in snake_case; ids as objects whose unknown parts are null; times in ISO-8601 UTC.
 * Unlike view.pickle it also holds racks that are pending and their devices.
 */
public final class ViewJson {
  private static final ObjectWriter WRITER =
      StoreJson.MAPPER
          .writer()
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .without(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

  private static final ObjectReader READER =
      StoreJson.MAPPER.readerFor(View.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Pieces pieces;

  private ViewJson(Pieces pieces) {
    this.pieces = pieces;
  }

  /** Writes view.json for this view. */
  public static void write(View view, Pieces pieces) throws IOException {
    new ViewJson(pieces).write(view);
  }

  private void write(View view) throws IOException {
    pieces.begin(ViewJson.class); // a piece depends on nothing but its record
    text("{\"generation\":");
    value(view.generation());
    text(",\"written_at\":");
    value(view.writtenAt());
    text(",\"sources\":");
    value(view.sources());
    list("teams", view.teams(), Team::id, team -> null);
    list("users", view.users(), User::id, user -> null);
    list("templates", view.templates(), Template::id, template -> null);
    list("racks", view.racks(), Rack::id, ViewJson::ordered);
    list("devices", view.devices(), Device::id, Device::details);
    list("problems", view.problems(), problem -> problem, problem -> null);
    text(",\"held\":");
    value(view.held());
    text("}");
  }

  private static Object ordered(Rack rack) {
    return Arrays.asList(rack.outputs(), rack.networkDetails(), rack.metadata(), rack.resources());
  }

  /** Each item but the first is a piece, with the comma before it. */
  private <T> void list(
      String name, List<T> items, Function<T, Object> id, Function<T, Object> ordered)
      throws IOException {
    text(",\"" + name + "\":[");
    boolean first = true;
    for (T item : items) {
      if (first) {
        value(item);
        first = false;
      } else if (!pieces.addSame(item)) {
        pieces.add(
            new Piece(id.apply(item), item, ordered.apply(item)),
            () -> {
              text(",");
              value(item);
            });
      }
    }
    text("]");
  }

  private void text(String json) throws IOException {
    pieces.out().write(json.getBytes(StandardCharsets.UTF_8));
  }

  private void value(Object value) throws IOException {
    WRITER.writeValue(pieces.out(), value);
  }

  /**
   * Reads a view.json.
   *
   * @throws IOException if the file is not a view.json
   */
  public static View read(Path file) throws IOException {
    return READER.readValue(RegularFile.of(file).toFile());
  }

  /**
   * The generation of a view.json, which is read no further than that.
   *
   * @throws JsonProcessingException if there is none, or no JSON before it
   * @throws IOException if the file cannot be read
   */
  static long generation(Path file) throws IOException {
    try (JsonParser json = StoreJson.MAPPER.createParser(RegularFile.of(file).toFile())) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (name.equals("generation")
              && value == JsonToken.VALUE_NUMBER_INT
              && json.getLongValue() != 0
              && DataDirectory.isGeneration(json.getLongValue())) {
            return json.getLongValue();
          }
          json.skipChildren();
        }
      }
    }
    throw new JsonParseException(null, "there is no generation in it");
  }

  /** Whether the file is one JSON value from its beginning to its end. */
  static boolean isWhole(Path file) throws IOException {
    try (JsonParser json = StoreJson.MAPPER.createParser(RegularFile.of(file).toFile())) {
      json.nextToken();
      json.skipChildren();
      return json.currentToken() != null && json.nextToken() == null;
    } catch (JsonProcessingException | CharConversionException e) {
      return false;
    }
  }

  /** The content of view.json for this view. */
  public static byte[] bytes(View view) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      write(view, Pieces.allNew(out));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("view.json cannot be made from the view", e);
    }
  }
}
