// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.Objects;

/**
 * A Kill Bill custom field: the tie between an account or subscription and the cloud.
 *
 * @param objectType {@code ACCOUNT} or {@code SUBSCRIPTION}
 * @param objectId the account's or subscription's id
 * @param name such as {@code openstack_stack_id} or {@code project_cloud_id}
 */
public record CustomField(String id, String objectType, String objectId, String name, String value)
    implements Fact {
  public CustomField {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(objectType, "objectType");
    Objects.requireNonNull(objectId, "objectId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }
}
