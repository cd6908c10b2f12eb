// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.app.LabSync;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.model.layer.Source;
import java.nio.file.Path;

/** A lab, and syncs of it that try failed calls again at once. */
public final class LabReads implements AutoCloseable {
  public final EmbeddedLab lab;
  private final Path folder;

  LabReads(Path folder) {
    this(folder, LabOptions.defaults());
  }

  LabReads(Path folder, LabOptions options) {
    this.folder = folder;
    this.lab = EmbeddedLab.start(options);
  }

  LabSync sync() throws Exception {
    return sync("page_size: 1000");
  }

  /** One sync with further settings of the block view. */
  LabSync sync(String settings) throws Exception {
    return sync(lab.config(), settings);
  }

  LabSync sync(LabConfig config, String settings) throws Exception {
    String turns = settings.contains("full_reread_every") ? "" : "full_reread_every: 100000, ";
    String load = "load: {concertim: 1, openstack: 1, killbill: 1}, ";
    return LabSync.run(
        config
            .without("view")
            .append("view: {retries: 2, retry_delay: 10ms, " + load + turns + settings + "}"),
        folder);
  }

  /** How many calls of this path were answered with this status; 0 is no answer. */
  public long answers(String path, int status) {
    return lab.calls().matching(path).stream().filter(call -> call.status() == status).count();
  }

  static void assertComplete(LabSync sync, Source... sources) {
    for (Source source : sources) {
      assertTrue(sync.status(source).complete(), () -> "" + sync.status(source));
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
