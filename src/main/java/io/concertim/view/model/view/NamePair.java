// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

/**
 * The two names of an object. fe_updates sends {@code cloud} for racks, {@code concertim} when it
 * creates a device and {@code cloud} when it updates one (suite.md section 4).
 */
public record NamePair(String concertim, String cloud) {
  /** The name in the cloud, or in Concertim if the object is only there. */
  public String shown() {
    return cloud != null ? cloud : concertim;
  }
}
