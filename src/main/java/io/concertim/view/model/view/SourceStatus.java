// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.time.Instant;

/**
 * How completely and when one source was read.
 *
 * @param complete whether the last try read all of it
 * @param readAt when the last complete read started, or null if there was none
 * @param triedAt when the last try started
 * @param staleSince when the first failed try after the last complete read started, or null
 * @param reason what went wrong in the last try, or null
 */
public record SourceStatus(
    boolean complete, Instant readAt, Instant triedAt, Instant staleSince, String reason) {

  /** How current a source's part of the view is. */
  public enum State {
    /** The last try read all of it. */
    OK,
    /** The last try failed; what an earlier try read is kept. */
    STALE,
    /** It was never read completely. */
    NEVER
  }

  /** How current the source's part of the view is. */
  public State state() {
    if (complete) {
      return State.OK;
    }
    return readAt == null ? State.NEVER : State.STALE;
  }

  /** After a read of all of it that started at the given time. */
  public static SourceStatus completeAt(Instant started) {
    return new SourceStatus(true, started, started, null, null);
  }

  /** After a try that failed; {@code before} is the status until then, or null. */
  public static SourceStatus failedAt(Instant started, String reason, SourceStatus before) {
    Instant since = before == null || before.staleSince() == null ? started : before.staleSince();
    return new SourceStatus(false, before == null ? null : before.readAt(), started, since, reason);
  }
}
