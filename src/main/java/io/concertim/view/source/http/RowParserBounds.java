// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Reads one row of a list at a time, none larger than {@link Bounds} allow. */
public final class RowParserBounds extends JsonParserDelegate {
  private static final int LOOK_EVERY = 64;

  private final Bounds bounds;
  private long tokens;
  private long begin;

  public RowParserBounds(JsonParser parser, Bounds bounds) {
    super(parser);
    this.bounds = bounds;
  }

  /**
   * The value that begins at the current token.
   *
   * @throws TooLargeException if it has too many tokens or bytes
   */
  public JsonNode value() throws IOException {
    tokens = 0;
    begin = delegate.currentLocation().getByteOffset();
    JsonNode value = AnswerJson.LIST.readTree(this);
    check();
    return value;
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (++tokens % LOOK_EVERY == 0) {
      check();
    }
    return token;
  }

  @Override
  public String nextFieldName() throws IOException {
    return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
  }

  private void check() throws TooLargeException {
    if (tokens > bounds.rowTokens()) {
      throw new TooLargeException("more than " + bounds.rowTokens() + " values in one row");
    }
    if (delegate.currentLocation().getByteOffset() - begin > bounds.rowBytes()) {
      throw new TooLargeException("more than " + bounds.rowBytes() + " bytes in one row");
    }
  }
}
