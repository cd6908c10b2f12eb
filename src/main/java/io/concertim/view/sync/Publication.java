package io.concertim.view.sync;

import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.SharedFile;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.State;
import io.concertim.view.store.StateFile;
import io.concertim.view.store.ViewJson;
import io.concertim.view.store.ViewPickle;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.camel.ExchangeProperty;

/**
 * Writes the contents of the files beside them, from the exchange properties {@code state} and
 * {@code view}, for the file endpoint to put in place.
 *
 * <p>They are on the disk when a method returns: the endpoint itself never syncs one, whatever its
 * option forceWrites says (FileOperations of camel-file 4.17.0).
 */
public final class Publication {
  private static final int BUFFER = 1 << 16;

  private final DataDirectory directory;
  private final SharedState shared;

  public Publication(DataDirectory directory, SharedState shared) {
    this.directory = directory;
    this.shared = shared;
  }

  public File layers(@ExchangeProperty("state") State state) throws IOException {
    return written(directory.layers(), out -> StateFile.write(state, out));
  }

  public File pickle(@ExchangeProperty("view") View view) throws IOException {
    File file = written(directory.viewPickle(), out -> ViewPickle.write(view, out));
    shared.pickling(FileStamp.of(file.toPath()), offers(view));
    return file;
  }

  private static boolean offers(View view) {
    return view.racks().stream().anyMatch(r -> r.deleteMarker() || r.id().concertim() == null)
        || view.devices().stream().anyMatch(d -> d.deleteMarker() || d.id().concertim() == null)
        || view.templates().stream().anyMatch(template -> template.id().concertim() == null);
  }

  public File json(@ExchangeProperty("view") View view) throws IOException {
    return written(directory.viewJson(), out -> ViewJson.write(view, out));
  }

  /** Both files are in place. */
  public void done() throws IOException {
    shared.published(FileStamp.of(directory.viewJson()));
  }

  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  private static File written(Path target, Content content) throws IOException {
    Path file = DataDirectory.beside(target, "written");
    try (FileChannel disk = SharedFile.replace(file);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(disk), BUFFER)) {
      content.write(out);
      out.flush();
      disk.force(true);
    }
    return file.toFile();
  }
}
