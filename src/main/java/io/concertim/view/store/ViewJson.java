package io.concertim.view.store;

import io.concertim.view.model.view.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * view.json: the published view for readers in any language, described by docs/view.schema.json.
 *
 * <p>UTF-8; keys in snake_case; ids as objects whose unknown parts are null; times in ISO-8601 UTC.
 * Unlike view.pickle it also holds racks that are pending and their devices.
 */
public final class ViewJson {
  private ViewJson() {}

  /** The content of view.json for this view, to be read once. */
  public static InputStream stream(View view) {
    Chunks out = new Chunks();
    try {
      StoreJson.MAPPER.writeValue(out, view);
    } catch (IOException e) {
      throw new UncheckedIOException("view.json cannot be made from the view", e);
    }
    return out.read();
  }

  /** The content of view.json for this view. */
  public static byte[] bytes(View view) {
    try {
      return stream(view).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
