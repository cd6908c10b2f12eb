// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.util.Arrays;
import java.util.List;

/**
 * Identity of a device, template or user; a part that is not known yet is null.
 *
 * @param concertim Concertim's id
 * @param cloud the id of the server, volume, network, flavor or cloud user
 */
public record PairedId(String concertim, String cloud) implements Identity {
  @Override
  public List<String> parts() {
    return Arrays.asList(concertim, cloud);
  }
}
