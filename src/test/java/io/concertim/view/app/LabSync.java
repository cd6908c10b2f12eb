// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import java.nio.file.Path;

/**
 * One sync of an embedded lab in this JVM, by the routes and beans of the process view_sync.
 *
 * @param view what was stored for others
 * @param layers what is known afterwards
 */
public record LabSync(View view, Layers layers) {

  /** Runs one sync; what earlier syncs of this folder knew is known to it. */
  public static LabSync run(LabConfig config, Path folder) throws Exception {
    try (RunningView process = RunningView.of(config, folder)) {
      return process.sync();
    }
  }

  public SourceStatus status(Source source) {
    return view.sources().get(source);
  }
}
