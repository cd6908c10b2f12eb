// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.history.DeltaLog;
import io.concertim.view.model.view.View;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what makes each view of the one before, so that earlier views can be computed again. */
public final class ViewRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ViewRecorder.class);

  private final DeltaLog log;

  /** The last view that the history leads to, if it does not lead to a later one; else null. */
  private View left;

  public ViewRecorder(DeltaLog log) {
    this.log = log;
  }

  /**
   * Records a view. If that fails, the next call goes on from the view before. If the view before
   * is not exactly known, the history begins again with this one.
   */
  void record(PreviousView.Found before, View view) {
    View from = left == null && before.isExact() ? before.view() : left;
    if (from == null) {
      return;
    }
    left = from;
    try {
      log.add(from, view);
      left = null;
    } catch (IOException e) {
      LOG.warn("generation {} cannot be added to views.jsonl: {}", view.generation(), e.toString());
    }
  }

  /**
   * Returns when all that was recorded is on the disk, which has to be before the view is. If that
   * fails, a power cut may take the last lines away; then the history ends there.
   */
  void sync() {
    try {
      log.sync();
    } catch (IOException e) {
      LOG.warn("views.jsonl cannot be synced: {}", e.toString());
    }
  }
}
