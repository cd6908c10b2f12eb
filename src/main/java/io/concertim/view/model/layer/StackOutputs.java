// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import io.concertim.view.model.SmallMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The outputs of one stack, from its detail.
 *
 * @param id the stack's id
 * @param outputs in listed order, each the whole output object (output_key, output_value,
 *     description, and output_error where Heat could not resolve it)
 */
public record StackOutputs(String id, List<Map<String, Object>> outputs) implements Fact {
  public StackOutputs {
    Objects.requireNonNull(id, "id");
    outputs = outputs.stream().map(SmallMap::copyOf).toList();
  }
}
