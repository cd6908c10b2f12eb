// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

import java.util.Arrays;
import java.util.List;

/**
 * Identity of a rack or team over the three systems; a part that is not known yet is null.
 *
 * @param concertim Concertim's id
 * @param cloud the stack's or project's id
 * @param billing the subscription's or account's id
 */
public record BilledId(String concertim, String cloud, String billing) implements Identity {
  @Override
  public List<String> parts() {
    return Arrays.asList(concertim, cloud, billing);
  }
}
