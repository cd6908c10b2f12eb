// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The services of the real OpenStack, restarted with other settings than they had. */
final class RealServices {
  private static final Path LAB = Path.of("etc", "lab", "openstack");
  private static final Path PLUGIN = LAB.resolve(Path.of("lib", "appliance.py"));

  private RealServices() {}

  /** Has Nova keep the servers that are deleted, or not. */
  static void setSoftDelete(boolean on) throws IOException, InterruptedException {
    restart("nova-api", Map.of("LAB_RECLAIM_INSTANCE_INTERVAL", on ? "3600" : "0"));
  }

  /** Gives Heat the lab's plug-in, or takes it away. */
  static void setPlugin(boolean there) throws IOException, InterruptedException {
    Path folder = folder().resolve(Path.of("etc", "heat", "plugins"));
    Path plugin = folder.resolve(PLUGIN.getFileName());
    if (Files.exists(plugin) == there) {
      return;
    }
    if (there) {
      Files.createDirectories(folder);
      Files.copy(PLUGIN, plugin);
    } else {
      Files.delete(plugin);
    }
    restart("heat-engine", Map.of());
  }

  private static Path folder() {
    String given = System.getenv("OPENSTACK_LAB_DIR");
    return given == null
        ? Path.of(Optional.ofNullable(System.getenv("TMPDIR")).orElse("/tmp"), "openstack-lab")
        : Path.of(given);
  }

  private static void restart(String service, Map<String, String> variables)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(LAB.resolve("restart.sh").toString(), service).redirectErrorStream(true);
    builder.environment().putAll(variables);
    Path printed = Files.createTempFile("view", ".restart");
    Process process = builder.redirectOutput(printed.toFile()).start();
    int exitCode = process.waitFor();
    String text = Files.readString(printed);
    Files.delete(printed);
    if (exitCode != 0) {
      throw new IOException(text);
    }
  }
}
