// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest {
  private static boolean matches(String type, String... more) {
    return type.matches(EventTypes.builtInAnd(List.of(more)).regex());
  }

  @ParameterizedTest
  @CsvSource({
    "compute.instance.update, true",
    "compute.instance.exists, false",
    "compute.instance.create.start, false",
    "compute_task.build_instances, true",
    "compute.instancefoo, false",
    "xcompute.instance.update, false",
    "orchestration.stack.create.start, true",
    "orchestration.stack.exists, false",
    "image.create, false",
    "'volume.x\ny', false"
  })
  void areTheBuiltInOnes(String type, boolean expected) {
    assertEquals(expected, matches(type));
  }

  @Test
  void canBeTakenAway() {
    assertFalse(matches("port.create.end", "!port.*"));
    assertTrue(matches("volume.create.end", "!port.*"));
  }

  @Test
  void canBeAdded() {
    assertTrue(matches("compute.instance.exists", "compute.instance.exists"));
    assertFalse(matches("volume.exists", "compute.instance.exists"));
    assertTrue(matches("image.create", "image.*"));
  }

  @Test
  void areDecidedByTheLastPatternThatMatches() {
    assertTrue(matches("port.create.end", "!port.*", "port.create.*"));
    assertFalse(matches("port.create.end", "port.create.*", "!port.*"));
    assertTrue(matches("anything.at.all", "!*", "*"));
    assertFalse(matches("compute.instance.update", "!*"));
    assertFalse(matches("port.delete.end", "!*", "port.create.*"));
  }

  @Test
  void haveARegularExpressionThatARouteCanQuote() {
    assertFalse(EventTypes.builtInAnd(List.of("!*")).regex().matches("(?s).*['\"\\\\{}].*"));
  }

  @Test
  void areInTheReferenceOfTheConfiguration() {
    ConfigSchema schema = new ConfigSchema();
    String told =
        schema
            .root()
            .at("/properties/view/properties/queue/properties/event_types/description")
            .asText();

    assertTrue(
        told.contains(": " + String.join(", ", EventTypes.builtInAnd(List.of()).patterns()) + "."),
        told);
  }
}
