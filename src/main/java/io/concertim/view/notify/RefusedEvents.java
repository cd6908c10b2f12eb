// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import com.fasterxml.jackson.databind.util.RawValue;
import io.concertim.view.store.AppendLog;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the events that a target has refused, one line each: {@code {"at":…,"reason":…,"event":…}}.
 * A file of 1 MB is put aside, in place of an earlier one.
 */
final class RefusedEvents {
  private static final int LONGEST = 1 << 20;

  private final Path file;
  private final Path earlier;

  RefusedEvents(Path file, Path earlier) {
    this.file = file;
    this.earlier = earlier;
  }

  /** Adds an event. It is on the disk when this method returns. */
  void add(Instant at, String reason, Event event) throws IOException {
    Map<String, Object> letter = new LinkedHashMap<>();
    letter.put("at", at);
    letter.put("reason", reason);
    letter.put("event", new RawValue(event.body()));
    byte[] line =
        (StoreJson.MAPPER.writeValueAsString(letter) + "\n").getBytes(StandardCharsets.UTF_8);
    AppendLog log = new AppendLog(file);
    log.rotateIfFull(line.length, LONGEST, earlier);
    log.add(line);
  }
}
