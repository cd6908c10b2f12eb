package io.concertim.view.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * view.json: the published view for readers in any language, described by docs/view.schema.json.
 *
 * <p>UTF-8; keys in snake_case; ids as objects whose unknown parts are null; times in ISO-8601 UTC.
 * Unlike view.pickle it also holds racks that are pending and their devices.
 */
public final class ViewJson {
  private static final ObjectWriter WRITER =
      StoreJson.MAPPER.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private static final ObjectReader READER = StoreJson.MAPPER.readerFor(View.class);

  private ViewJson() {}

  /** Writes view.json for this view, and leaves the stream open. */
  public static void write(View view, OutputStream out) throws IOException {
    WRITER.writeValue(out, view);
  }

  /**
   * Reads a view.json.
   *
   * @throws IOException if it is none
   */
  public static View read(Path file) throws IOException {
    return READER.readValue(file.toFile());
  }

  /**
   * The generation of a view.json, which is read to its end.
   *
   * @throws JsonProcessingException if it is none or has been cut off
   * @throws IOException if it cannot be read
   */
  static long generation(Path file) throws IOException {
    long generation = 0;
    try (JsonParser json = StoreJson.MAPPER.createParser(file.toFile())) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth == 1
            && token == JsonToken.VALUE_NUMBER_INT
            && "generation".equals(json.currentName())) {
          generation = json.getLongValue();
        }
      }
    }
    if (generation == 0) {
      throw new JsonParseException(null, "there is no generation in it");
    }
    return generation;
  }

  /** The content of view.json for this view. */
  public static byte[] bytes(View view) {
    try {
      return WRITER.writeValueAsBytes(view);
    } catch (IOException e) {
      throw new UncheckedIOException("view.json cannot be made from the view", e);
    }
  }
}
