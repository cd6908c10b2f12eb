// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

import io.concertim.view.store.DataDirectory;
import io.concertim.view.sync.ResyncFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Checks that files and directories exist, who owns them, and who may change them. */
public final class FileCheck {
  private static final String AREA = "files";

  private final Checklist list;
  private final Clock clock;

  public FileCheck(Checklist list, Clock clock) {
    this.list = list;
    this.clock = clock;
  }

  /** Runs all checks. */
  public void run(Path config, Path dataDirectory, Path logDirectory) {
    list.look(AREA, "configuration's mode", () -> configuration(config));
    list.look(AREA, "data directory", () -> data(dataDirectory));
    list.look(AREA, "own files", () -> own(dataDirectory));
    for (String file : List.of("view.json", "view.pickle")) {
      list.look(AREA, file, () -> published(dataDirectory.resolve(file)));
    }
    list.look(AREA, "resync.hold", () -> hold(dataDirectory.resolve("resync.hold")));
    list.look(AREA, "log directory", () -> logs(logDirectory));
  }

  private static Verdict configuration(Path file) throws IOException {
    return attributes(file).permissions().contains(PosixFilePermission.OTHERS_READ)
        ? Verdict.warn(
            described(file) + ": everybody on this machine can read the passwords in it",
            "chmod o-rwx " + file)
        : Verdict.ok(described(file));
  }

  private static Verdict data(Path directory) throws IOException {
    DataDirectory.open(directory);
    return others(directory)
        ? Verdict.warn(
            described(directory) + ": everybody can replace the view", "chmod o-w " + directory)
        : Verdict.ok(described(directory) + ", files can be made");
  }

  /** Finds files that the services cannot open, since a command was run as another user. */
  private static Verdict own(Path directory) throws IOException {
    UserPrincipal owner = Files.getOwner(directory);
    List<String> unusable = new ArrayList<>();
    List<String> others = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "{*.lock,*.jsonl}")) {
      for (Path file : files) {
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
          unusable.add(file.getFileName().toString());
        } else if (!Files.getOwner(file).equals(owner)) {
          others.add(file.getFileName().toString());
        }
      }
    }
    String remedy = "chown -R --reference=%1$s %1$s".formatted(directory);
    if (!unusable.isEmpty()) {
      return Verdict.fail(unusable + " cannot be written", remedy);
    }
    return others.isEmpty()
        ? Verdict.ok("are of the directory's owner, or not there yet")
        : Verdict.warn(others + " are of others than the directory's " + owner.getName(), remedy);
  }

  private static Verdict published(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Verdict.ok("not there yet");
    }
    if (!Files.isReadable(file)) {
      return Verdict.fail(
          described(file) + ", and cannot be read by " + System.getProperty("user.name"),
          "run this as the user of the services");
    }
    return others(file)
        ? Verdict.warn(described(file) + ": everybody can change it", "chmod o-w " + file)
        : Verdict.ok(described(file));
  }

  private Verdict hold(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Verdict.ok("not there, so syncs run");
    }
    Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
    return ResyncFiles.isHolding(age)
        ? Verdict.ok("is there, syncs wait for at most five minutes")
        : Verdict.warn("is " + ResyncFiles.shown(age) + ", and forgotten", "rm " + file);
  }

  private static Verdict logs(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Verdict.fail(
          directory + " is no directory", "make it, or name another with --log-dir");
    }
    return Files.isWritable(directory)
        ? Verdict.ok(described(directory) + ", files can be made")
        : Verdict.fail(
            described(directory) + ", and no files can be made in it",
            "let the user who runs this own it");
  }

  private static boolean others(Path file) throws IOException {
    return attributes(file).permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static String described(Path file) throws IOException {
    PosixFileAttributes attributes = attributes(file);
    return "%s is of %s:%s, %s"
        .formatted(
            file,
            attributes.owner().getName(),
            attributes.group().getName(),
            PosixFilePermissions.toString(attributes.permissions()));
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class);
  }
}
