// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.metrics.ViewMetrics;
import io.concertim.view.model.view.View;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewDigest;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates the metrics from the stored view, whichever process stored it, and after a restart too.
 * If the view cannot be read the metrics stay as they are, and readiness reports it.
 */
final class StoredMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(StoredMetrics.class);

  private final StoredView stored;
  private final ViewMetrics metrics;
  private ViewDigest followed;

  StoredMetrics(StoredView stored, ViewMetrics metrics) {
    this.stored = stored;
    this.metrics = metrics;
  }

  /** Updates the metrics if the stored view is another one than before. */
  @SuppressWarnings("ReferenceEquality") // a digest is kept as long as the file is the same
  synchronized void follow() {
    try {
      ViewDigest digest = stored.digest().orElse(followed);
      if (digest == followed) {
        return;
      }
      Optional<View> view = stored.view();
      view.ifPresent(metrics::published);
      followed = digest;
    } catch (IOException e) {
      LOG.debug("{} cannot be read for the metrics: {}", stored.file(), e.toString());
    }
  }
}
