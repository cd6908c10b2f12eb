// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks the running view_sync for a full sync. */
@Command(
    name = "resync",
    description = "Ask the running view_sync for a full sync now.",
    mixinStandardHelpOptions = true)
public final class ResyncCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Option(
      names = "--release-deletions",
      description = "Release the deletions that are held; each is still confirmed by its id.")
  private boolean release;

  @Override
  public Integer call() throws IOException {
    DataDirectory directory = data.directory();
    if (release) {
      make(directory.releaseDeletionsFlag());
    }
    make(directory.resyncFlag());
    PrintWriter out = spec.commandLine().getOut();
    out.println("a full sync is asked for" + (release ? ", which lets held deletions pass" : ""));
    out.flush();
    return 0;
  }

  private static void make(Path flag) throws IOException {
    Files.writeString(flag, " ");
  }
}
