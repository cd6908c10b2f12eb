// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A log that its group may read and nobody else, as it names projects, hosts and people. A file
 * that is long enough becomes {@code NAME.1.log}, in place of any such file of the process before;
 * so a day's log takes at most twice the length.
 */
final class LogFile extends RollingFileAppender<ILoggingEvent> {
  private static final String SUFFIX = ".log";
  private static final String EARLIER = ".1.log";

  private final String process;
  private final long longest;

  /**
   * @param process whose log it is, the start of the file's name
   * @param longest in bytes
   */
  LogFile(String process, long longest) {
    this.process = process;
    this.longest = longest;
  }

  @Override
  public void openFile(String name) throws IOException {
    Path file = Path.of(name);
    boolean modes = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (modes && Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }
    super.openFile(name);
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    Path file = Path.of(getFile());
    streamWriteLock.lock();
    try {
      if (Files.exists(file) && Files.size(file) > longest) {
        closeOutputStream();
        setAside(file);
        openFile(file.toString());
      }
    } catch (IOException e) {
      addError("the log " + file + " cannot be begun again", e);
    } finally {
      streamWriteLock.unlock();
    }
    super.subAppend(event);
  }

  private void setAside(Path file) throws IOException {
    String name = file.getFileName().toString();
    Path earlier =
        file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + EARLIER);
    Files.move(file, earlier, StandardCopyOption.REPLACE_EXISTING);
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(file.toAbsolutePath().getParent(), process + "~*" + EARLIER)) {
      for (Path other : others) {
        if (!other.getFileName().equals(earlier.getFileName())) {
          Files.deleteIfExists(other);
        }
      }
    }
  }
}
