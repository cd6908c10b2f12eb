// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"concertim-view " + (version == null ? "(not packaged)" : version)};
  }
}
