// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The status tables of semantics.md sections 6 and 7, and the gaps of defect A6. */
class StatusesTest {
  private static final Map<String, Set<String>> ACCEPTED =
      Map.of(
          "Instance", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED", "SUSPENDED"),
          "Volume", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "AVAILABLE"),
          "Network", Set.of("IN_PROGRESS", "FAILED", "ACTIVE", "STOPPED"));

  @ParameterizedTest
  @CsvSource({
    "CREATE_COMPLETE, ACTIVE",
    "RESUME_COMPLETE, ACTIVE",
    "SUSPEND_COMPLETE, STOPPED",
    "CREATE_IN_PROGRESS, IN_PROGRESS",
    "SUSPEND_IN_PROGRESS, IN_PROGRESS",
    "DELETE_IN_PROGRESS, IN_PROGRESS",
    "DELETE_COMPLETE, IN_PROGRESS",
    "CREATE_FAILED, FAILED",
    "DELETE_FAILED, FAILED"
  })
  void aStackHasTheStatusOfTheOriginalTable(String stack, String rack) {
    assertEquals(rack, Statuses.ofStack(stack));
  }

  @ParameterizedTest(name = "A6: {0} is {1}")
  @CsvSource({
    "UPDATE_COMPLETE, ACTIVE",
    "UPDATE_IN_PROGRESS, IN_PROGRESS",
    "UPDATE_FAILED, FAILED",
    "RESUME_IN_PROGRESS, IN_PROGRESS",
    "RESUME_FAILED, FAILED",
    "SUSPEND_FAILED, FAILED",
    "CHECK_COMPLETE, ACTIVE",
    "CHECK_IN_PROGRESS, IN_PROGRESS",
    "CHECK_FAILED, FAILED",
    "SNAPSHOT_COMPLETE, ACTIVE",
    "SNAPSHOT_IN_PROGRESS, IN_PROGRESS",
    "ROLLBACK_COMPLETE, ACTIVE",
    "ROLLBACK_IN_PROGRESS, IN_PROGRESS",
    "ROLLBACK_FAILED, FAILED",
    "RESTORE_COMPLETE, ACTIVE",
    "ADOPT_COMPLETE, ACTIVE",
    "INIT_COMPLETE, IN_PROGRESS",
    "INIT_IN_PROGRESS, IN_PROGRESS"
  })
  void aStackThatWorksIsNotShownAsFailed(String stack, String rack) {
    assertEquals(rack, Statuses.ofStack(stack));
  }

  @ParameterizedTest
  @CsvSource({
    "Instance, active, ACTIVE",
    "Instance, Active, ACTIVE",
    "Instance, ACTIVE, ACTIVE",
    "Instance, running, ACTIVE",
    "Instance, stopped, STOPPED",
    "Instance, suspended, SUSPENDED",
    "Instance, building, IN_PROGRESS",
    "Instance, deleting, IN_PROGRESS",
    "Instance, scheduling, IN_PROGRESS",
    "Instance, networking, IN_PROGRESS",
    "Instance, block_device_mapping, IN_PROGRESS",
    "Instance, spawning, IN_PROGRESS",
    "Instance, deleted, IN_PROGRESS",
    "Instance, powering-on, IN_PROGRESS",
    "Instance, powering-off, IN_PROGRESS",
    "Instance, suspending, IN_PROGRESS",
    "Volume, in-use, ACTIVE",
    "Volume, available, AVAILABLE",
    "Volume, creating, IN_PROGRESS",
    "Volume, attaching, IN_PROGRESS",
    "Volume, detaching, IN_PROGRESS",
    "Volume, maintenance, IN_PROGRESS",
    "Volume, reserved, IN_PROGRESS",
    "Volume, downloading, IN_PROGRESS",
    "Network, ACTIVE, ACTIVE",
    "Instance, error, FAILED",
    "Volume, error_deleting, FAILED",
    "Network, ERROR, FAILED",
    "Network, something new, FAILED"
  })
  void aDeviceHasTheStatusOfTheOriginalTable(String type, String state, String device) {
    assertEquals(device, Statuses.ofDevice(type, state));
  }

  @ParameterizedTest(name = "A6: {0} {1} is {2}")
  @CsvSource({
    "Instance, paused, SUSPENDED",
    "Instance, rescued, ACTIVE",
    "Instance, resized, ACTIVE",
    "Instance, shelved, STOPPED",
    "Instance, shelved_offloaded, STOPPED",
    "Instance, soft-delete, IN_PROGRESS",
    "Volume, extending, IN_PROGRESS",
    "Volume, retyping, IN_PROGRESS",
    "Volume, uploading, IN_PROGRESS",
    "Volume, backing-up, IN_PROGRESS",
    "Volume, restoring-backup, IN_PROGRESS",
    "Volume, awaiting-transfer, AVAILABLE",
    "Network, DOWN, STOPPED",
    "Network, BUILD, IN_PROGRESS"
  })
  void aDeviceThatWorksIsNotShownAsFailed(String type, String state, String device) {
    assertEquals(device, Statuses.ofDevice(type, state));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "?"})
  void anUnknownStateIsAFailure(String state) {
    assertEquals("FAILED", Statuses.ofDevice("Instance", state));
  }

  @Provide
  Arbitrary<String> types() {
    return Arbitraries.of(ACCEPTED.keySet());
  }

  @Provide
  Arbitrary<String> states() {
    return Arbitraries.of(
        "active", "in-use", "stopped", "available", "suspended", "paused", "down", "building", "x");
  }

  @Property
  void everyStatusIsOneThatConcertimAcceptsForTheType(
      @ForAll @From("types") String type, @ForAll @From("states") String state) {
    assertTrue(ACCEPTED.get(type).contains(Statuses.ofDevice(type, state)));
  }
}
