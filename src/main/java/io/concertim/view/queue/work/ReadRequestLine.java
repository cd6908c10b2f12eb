// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.queue.ReadRequest;
import java.io.IOException;
import java.time.Instant;

/**
 * A read request as a line of JSON: {@code {"kind":"SERVER","id":"…","gone":true,"state":"…"}}, and
 * with {@code "done":true} once what was asked for of the object is done.
 */
public record ReadRequestLine(
    Kind kind, String id, boolean gone, String state, String event, String at, boolean done) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.NON_DEFAULT))
          .build();

  /** The line of an open request. */
  public static ReadRequestLine open(ReadRequest request) {
    return new ReadRequestLine(
        request.kind(),
        request.id(),
        request.gone(),
        request.state(),
        request.event(),
        request.at() == null ? null : request.at().toString(),
        false);
  }

  /** The line of a request that is done. */
  static ReadRequestLine done(ReadRequest request) {
    return new ReadRequestLine(request.kind(), request.id(), false, null, null, null, true);
  }

  /**
   * Reads a line.
   *
   * @throws IOException if it is none
   */
  public static ReadRequestLine parse(byte[] text) throws IOException {
    return JSON.readValue(text, ReadRequestLine.class);
  }

  /** The line, without a line feed. */
  public byte[] bytes() throws IOException {
    return JSON.writeValueAsBytes(this);
  }

  /** The request. */
  public ReadRequest request() {
    return new ReadRequest(kind, id, gone, state, event, at == null ? null : Instant.parse(at));
  }
}
