// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Locale;

/** The three systems that the view is made from; each fills one layer. */
public enum Source {
  CONCERTIM,
  OPENSTACK,
  KILLBILL;

  /** The name used in view.json, logs and route ids, such as {@code openstack}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
