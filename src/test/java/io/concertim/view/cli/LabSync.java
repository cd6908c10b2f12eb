package io.concertim.view.cli;

import io.concertim.view.config.ConfigFile;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * One sync of an embedded lab in this JVM, by the routes and beans of the process view_sync.
 *
 * @param view what was stored for others
 * @param layers what is known afterwards
 */
public record LabSync(View view, Layers layers) {

  /** Runs one sync; what earlier syncs of this folder knew is known to it. */
  public static LabSync run(LabConfig config, Path folder) throws Exception {
    DataDirectory data = DataDirectory.open(Files.createDirectories(folder.resolve("data")));
    try (ViewDaemon sync =
        new ViewDaemon(
            ProcessName.VIEW_SYNC,
            ConfigFile.load(config.write(folder), Map.of()),
            data,
            RouteFiles.of(ProcessName.VIEW_SYNC, null),
            false)) {
      View view = sync.once().orElseThrow();
      return new LabSync(view, StateFile.read(data.layers()).layers());
    }
  }

  public SourceStatus status(Source source) {
    return view.sources().get(source);
  }
}
