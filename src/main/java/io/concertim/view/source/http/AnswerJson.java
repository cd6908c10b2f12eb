// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads the JSON of answers, within {@link Bounds}. */
public final class AnswerJson {
  /** For an answer that is kept whole. */
  public static final ObjectMapper DOCUMENT =
      new ObjectMapper(
          factory(
              text()
                  .maxDocumentLength(Bounds.OURS.documentBytes())
                  .maxTokenCount(Bounds.OURS.documentTokens())));

  /** For a list, of which one row is kept at a time; {@link RowParserBounds} counts. */
  public static final ObjectMapper LIST = new ObjectMapper(factory(text()));

  private AnswerJson() {}

  private static JsonFactory factory(StreamReadConstraints.Builder bounds) {
    return JsonFactory.builder()
        .streamReadConstraints(bounds.build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // others choose them, and how many
        .build();
  }

  private static StreamReadConstraints.Builder text() {
    return StreamReadConstraints.builder()
        .maxStringLength((int) Math.min(Bounds.OURS.rowBytes(), 20_000_000))
        .maxNameLength(10_000);
  }
}
