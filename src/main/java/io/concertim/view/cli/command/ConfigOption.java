// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.config.ConfigException;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.ViewConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the configuration file, and the configuration in it. */
public final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "/etc/concertim-openstack-service/config.yaml",
      description = "The suite's configuration (default: ${DEFAULT-VALUE}).")
  private Path file;

  public Path file() {
    return file;
  }

  /**
   * The configuration.
   *
   * @throws ConfigException with all mistakes in the file
   */
  public ViewConfig load() throws ConfigException {
    return ConfigFile.load(file, System.getenv());
  }
}
