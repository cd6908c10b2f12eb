// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import io.concertim.view.log.LogOnce;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks view_sync for a full sync by the suite's flag (suite.md section 2). */
public final class ResyncRequest implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(ResyncRequest.class);

  private static final String FLAG = "resync.flag";

  private final DataDirectory directory;
  private final LogOnce news;

  public ResyncRequest(DataDirectory directory, LogOnce news) {
    this.directory = directory;
    this.news = news;
  }

  /** Creates the flag; false if that failed, which is logged once. */
  @Override
  public boolean getAsBoolean() {
    try {
      Files.write(
          directory.resyncFlag(),
          " ".getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      news.isOver(FLAG);
      return true;
    } catch (IOException e) {
      if (news.isNew(FLAG, e.toString())) {
        LOG.error("{} cannot be made and is tried again: {}", directory.resyncFlag(), e.toString());
      }
      return false;
    }
  }
}
