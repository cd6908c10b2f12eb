package io.concertim.view.sync;

import io.concertim.view.model.view.View;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.State;
import io.concertim.view.store.StateFile;
import io.concertim.view.store.ViewJson;
import io.concertim.view.store.ViewPickle;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.camel.ExchangeProperty;

/**
 * Writes the contents of the files beside them, from the exchange properties {@code state} and
 * {@code view}, for the file endpoint to put in place.
 *
 * <p>They are on the disk when a method returns: the endpoint itself never syncs one, whatever its
 * option forceWrites says (FileOperations of camel-file 4.17.0).
 */
public final class Publication {
  private final DataDirectory directory;

  public Publication(DataDirectory directory) {
    this.directory = directory;
  }

  public File layers(@ExchangeProperty("state") State state) throws IOException {
    return written(directory.layers(), StateFile.bytes(state));
  }

  public File pickle(@ExchangeProperty("view") View view) throws IOException {
    return written(directory.viewPickle(), ViewPickle.bytes(view));
  }

  public File json(@ExchangeProperty("view") View view) throws IOException {
    return written(directory.viewJson(), ViewJson.bytes(view));
  }

  private static File written(Path target, byte[] content) throws IOException {
    Path file = DataDirectory.beside(target, "written");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    return file.toFile();
  }
}
