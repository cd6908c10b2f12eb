// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import io.concertim.view.pieces.Pieces;
import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is replaced as a whole, and of which a version that this process wrote is the source
 * of the pieces that the next version has too. The kernel copies them, so that they take no memory
 * here, and nothing is made of them again. The result is the same as if all had been made again.
 *
 * <p>If another program has written the file, or memory is short, all of it is made again.
 */
public final class PieceFile {
  private final Path target;

  /** The last version that was written here; it may not have come in place. */
  private SoftReference<Version> last = new SoftReference<>(null);

  /** Makes the content of the file. */
  public interface Content {
    void write(Pieces pieces) throws IOException;
  }

  private record Version(String stamp, PiecePositions positions) {}

  public PieceFile(Path target) {
    this.target = target;
  }

  /**
   * Writes the next version beside the file, which somebody else replaces by it. It is on the disk
   * when this method returns.
   */
  public Path beside(Content content) throws IOException {
    Version known = last.get();
    PiecePositions positions = new PiecePositions();
    Path written = known == null ? null : fromPieces(known, content, positions);
    if (written == null) {
      positions = new PiecePositions();
      written = written(content, new PieceWriter.Source(null, null), positions);
    }
    last = new SoftReference<>(new Version(FileStamp.of(written), positions));
    return written;
  }

  /**
   * Copies from the file in place. The Python services may write that file at any time without a
   * lock (suite.md section 2), so it has to be the known version still when the copying has ended.
   *
   * @return null if it is not
   */
  private Path fromPieces(Version known, Content content, PiecePositions positions)
      throws IOException {
    try (FileChannel inPlace = FileChannel.open(RegularFile.of(target), StandardOpenOption.READ)) {
      if (!known.stamp.equals(FileStamp.of(target))) {
        return null;
      }
      Path written = written(content, new PieceWriter.Source(inPlace, known.positions), positions);
      return known.stamp.equals(FileStamp.of(target)) ? written : null;
    } catch (NoSuchFileException | EOFException e) {
      return null;
    }
  }

  private Path written(Content content, PieceWriter.Source source, PiecePositions positions)
      throws IOException {
    return AtomicFile.besideBy(
        target,
        disk -> {
          PieceWriter writer = new PieceWriter(disk, source, positions);
          content.write(writer);
          writer.finish();
        });
  }
}
