// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.model.view.View;
import io.concertim.view.python.ViewPickles;
import io.concertim.view.state.State;
import io.concertim.view.store.AtomicFile;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.PieceFile;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Writes the new contents into temporary files, from the exchange properties {@code state} and
 * {@code view}. The file endpoint then renames them over the files.
 *
 * <p>The contents are synced to the disk when a method returns. The endpoint itself never syncs a
 * file, even with its option forceWrites (FileOperations of camel-file 4.17.0).
 */
public final class ViewFiles {
  private final DataDirectory directory;
  private final SharedState shared;
  private final StoredView stored;
  private final PublicationRate rate;
  private final ViewRecorder recorder;
  private final QuietView quiet;
  private final PieceFile json;
  private final PieceFile pickle;
  private final ViewPickles pickles = new ViewPickles();

  public ViewFiles(
      DataDirectory directory,
      SharedState shared,
      StoredView stored,
      PublicationRate rate,
      ViewRecorder recorder,
      QuietView quiet) {
    this.directory = directory;
    this.shared = shared;
    this.stored = stored;
    this.rate = rate;
    this.recorder = recorder;
    this.quiet = quiet;
    this.json = new PieceFile(directory.viewJson());
    this.pickle = new PieceFile(directory.viewPickle());
  }

  public File layers(@ExchangeProperty("state") State state) throws IOException {
    return AtomicFile.beside(directory.layers(), out -> shared.write(state, out)).toFile();
  }

  /** Goes on from a new layers.jsonl, which is in place. */
  public void layersReplaced(@ExchangeProperty("state") State state) throws IOException {
    shared.replaced(state);
  }

  /**
   * Writes both files, so that none is put in place if the other cannot be written. Sets the
   * exchange properties {@code newJson} and, if the Python services may see the view, {@code
   * newPickle}.
   */
  public void write(
      Exchange exchange,
      @ExchangeProperty("view") View view,
      @ExchangeProperty("publishable") boolean publishable)
      throws IOException {
    rate.begin();
    recorder.sync();
    View forPython = quiet.of(view);
    if (publishable) {
      Path newPickle = pickle.beside(pieces -> pickles.write(forPython, pieces));
      exchange.setProperty("newPickle", newPickle.toFile());
    }
    Path newJson = json.beside(pieces -> ViewJson.write(view, pieces));
    stored.written(newJson);
    exchange.setProperty("newJson", newJson.toFile());
  }

  /** Records the view.pickle that is about to be put in place. */
  public void pickling(
      @ExchangeProperty("view") View view, @ExchangeProperty("newPickle") File written)
      throws IOException {
    shared.pickling(FileStamp.of(written.toPath()), Offer.text(view));
  }

  /** Records that both files are in place. */
  public void done() throws IOException {
    rate.end();
    quiet.shown();
    shared.published(FileStamp.of(directory.viewJson()));
  }
}
