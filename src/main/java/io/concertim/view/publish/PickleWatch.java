// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.log.LogOnce;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that another program has written view.pickle: fe_updates stores the ids that Concertim
 * gave it, together with an older view (suite.md section 2, python-defects E3).
 */
public final class PickleWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PickleWatch.class);

  private final DataDirectory directory;
  private final DataLock lock;
  private final SharedState shared;
  private final LogOnce logOnce;

  public PickleWatch(DataDirectory directory, DataLock lock, SharedState shared, LogOnce logOnce) {
    this.directory = directory;
    this.lock = lock;
    this.shared = shared;
    this.logOnce = logOnce;
  }

  /**
   * Takes over what our other process wrote to the journal, and returns whether another program
   * wrote view.pickle.
   */
  public boolean isForeign() throws IOException, InterruptedException {
    if (!isOther() && !shared.isBehind()) {
      return false;
    }
    boolean foreign;
    lock.acquire();
    try {
      shared.follow();
      foreign = isOther();
    } finally {
      lock.release();
    }
    if (foreign && logOnce.isNew("view.pickle", "foreign")) {
      LOG.info("view.pickle was written by another program; it is written again");
    }
    return foreign;
  }

  /** Whether view.pickle is another program's; whoever asks holds the lock and has followed. */
  public boolean isOther() throws IOException {
    String ours = shared.pickle();
    return ours != null && !Objects.equals(ours, FileStamp.of(directory.viewPickle()));
  }
}
