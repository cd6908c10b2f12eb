// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one sync of the unchanged embedded lab stores. The sync runs once in a Java machine, so a
 * test that begins with it costs no start of a process.
 */
public final class SyncedData {
  private static SyncedData once;

  private final LabSync sync;
  private final List<Stored> files = new ArrayList<>();

  private SyncedData() throws Exception {
    Path folder = Files.createTempDirectory("synced");
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      sync = LabSync.run(lab.config(), folder);
    }
    try (Stream<Path> left = Files.walk(folder)) {
      for (Path path : left.sorted((a, b) -> b.compareTo(a)).toList()) {
        if (path.startsWith(folder.resolve("data")) && Files.isRegularFile(path)) {
          files.add(new Stored(path));
        }
        Files.delete(path);
      }
    }
  }

  /** Puts it into the data directory of this folder, as {@link LabSync#run} would. */
  public static LabSync copyTo(LabConfig config, Path folder) throws Exception {
    SyncedData data = once();
    config.write(folder);
    Path directory = Files.createDirectories(folder.resolve("data"));
    for (Stored file : data.files) {
      file.writeTo(directory);
    }
    return data.sync;
  }

  private static synchronized SyncedData once() throws Exception {
    if (once == null) {
      once = new SyncedData();
    }
    return once;
  }

  private static final class Stored {
    private final String name;
    private final byte[] content;
    private final Set<PosixFilePermission> mode;

    Stored(Path file) throws IOException {
      name = file.getFileName().toString();
      content = Files.readAllBytes(file);
      mode = Files.getPosixFilePermissions(file);
    }

    void writeTo(Path directory) throws IOException {
      Path file = directory.resolve(name);
      Files.write(file, content);
      Files.setPosixFilePermissions(file, mode);
    }
  }
}
