// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import io.concertim.view.model.layer.Kind;

/**
 * A part of the portal that one call shows: a list, one rack with its devices, or one device.
 *
 * @param id null for the list of all objects of the kind
 */
public record PortalPart(Kind kind, String id) {

  /** The list of all objects of a kind. */
  public static PortalPart list(Kind kind) {
    return new PortalPart(kind, null);
  }
}
