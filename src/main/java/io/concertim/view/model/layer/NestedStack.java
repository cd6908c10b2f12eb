// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A stack inside another, as the list shows it. It is kept only while the cloud is read, to see
 * whether a top-level stack's tree has changed.
 *
 * @param parentId the stack it is in, which may be nested itself
 * @param status action and status, such as {@code CREATE_COMPLETE}
 * @param updatedTime as Heat writes it, null until the first update or action
 */
public record NestedStack(String id, String parentId, String status, String updatedTime)
    implements Fact {
  public NestedStack {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parentId, "parentId");
    Objects.requireNonNull(status, "status");
  }
}
