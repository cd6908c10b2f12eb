package io.concertim.view.store;

import com.fasterxml.jackson.core.JsonGenerator;
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

  /** The content of view.json for this view. */
  public static byte[] bytes(View view) {
    try {
      return WRITER.writeValueAsBytes(view);
    } catch (IOException e) {
      throw new UncheckedIOException("view.json cannot be made from the view", e);
    }
  }
}
