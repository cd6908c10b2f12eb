package io.concertim.view.sync;

import io.concertim.view.source.News;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.DataLock;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.SharedState;
import java.io.IOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when somebody else writes view.pickle: fe_updates stores the ids that Concertim gave it,
 * and with them an older view (suite.md section 2, python-defects E3).
 */
public final class PickleWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PickleWatch.class);

  private final DataDirectory directory;
  private final DataLock lock;
  private final SharedState shared;
  private final News news;

  public PickleWatch(DataDirectory directory, DataLock lock, SharedState shared, News news) {
    this.directory = directory;
    this.lock = lock;
    this.shared = shared;
    this.news = news;
  }

  /** Takes over what another process of ours wrote, and whether view.pickle is not ours. */
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
    if (foreign && news.isNew("view.pickle", "foreign")) {
      LOG.info("view.pickle was written by another program; it is made anew");
    }
    return foreign;
  }

  private boolean isOther() throws IOException {
    String ours = shared.pickle();
    return ours != null && !Objects.equals(ours, FileStamp.of(directory.viewPickle()));
  }
}
