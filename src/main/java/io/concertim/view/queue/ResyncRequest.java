package io.concertim.view.queue;

import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks view_sync for a full sync by the suite's flag (suite.md section 2). */
public final class ResyncRequest implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ResyncRequest.class);

  private final DataDirectory directory;

  public ResyncRequest(DataDirectory directory) {
    this.directory = directory;
  }

  @Override
  public void run() {
    try {
      Files.write(
          directory.resyncFlag(),
          " ".getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      LOG.error("{} cannot be made: {}", directory.resyncFlag(), e.toString());
    }
  }
}
