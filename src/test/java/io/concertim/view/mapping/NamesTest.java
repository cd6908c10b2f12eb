// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that Concertim accepts; A7 and A8 are what happens with others. */
class NamesTest {
  private static final String ID = "0b8f2d5e-2f0e-4a57-8a0b-4f4f6a1d9c22";

  @Property
  void anyServersOfOneRackGetAcceptedAndDifferentNames(
      @ForAll @Size(max = 20) List<@StringLength(max = 200) String> servers) {
    Set<String> taken = new HashSet<>();
    for (String server : servers) {
      String name = Names.device(server, ID, "server", taken);
      assertTrue(name.matches("[A-Za-z0-9.-]{1,150}"), name);
      assertTrue(taken.add(name), "twice " + name);
    }
  }

  @Property
  void anyStacksOfOneTeamGetAcceptedAndDifferentNames(
      @ForAll @Size(max = 20) List<@StringLength(max = 300) String> stacks) {
    Set<String> taken = new HashSet<>();
    for (String stack : stacks) {
      String name = Names.rack(stack, ID, taken);
      assertTrue(name.matches("[A-Za-z0-9_-]{1,255}"), name);
      assertTrue(taken.add(name), "twice " + name);
    }
  }

  @Property
  void anyFlavorsGetDifferentNamesOfValidText(
      @ForAll @Size(max = 20) List<@StringLength(min = 1, max = 300) String> flavors) {
    Set<String> taken = new HashSet<>(Set.of("volume", "network"));
    for (String flavor : flavors) {
      String name = Names.template(flavor, "1", taken);
      assertTrue(name.length() <= 255);
      assertTrue(taken.add(name), "twice " + name);
    }
  }

  @ParameterizedTest(name = "A8: a server ''{0}'' becomes ''{1}''")
  @CsvSource({
    "node1, node1",
    "node1.cluster_a, node1-cluster-a",
    "web server, web-server",
    "'', server",
    "' ', server",
    "naïve, na-ve",
    ", server"
  })
  void whatConcertimRefusesIsReplacedInDeviceNames(String cloudName, String name) {
    assertEquals(name, Names.device(cloudName, ID, "server", Set.of()));
  }

  @ParameterizedTest(name = "A7: a stack ''{0}'' becomes ''{1}''")
  @CsvSource({"my_cluster-1, my_cluster-1", "my.cluster, my-cluster", ", stack"})
  void aRackKeepsTheStacksNameWhereConcertimAcceptsIt(String stack, String name) {
    assertEquals(name, Names.rack(stack, ID, Set.of()));
  }

  @Test
  @DisplayName("A8: a name in use gets the beginning of the id")
  void aNameInUseGetsTheBeginningOfTheId() {
    assertEquals("node-0b8f2d5e", Names.device("node", ID, "server", Set.of("node")));
  }

  @Test
  void aNameIsUniqueEvenWhenTheNameWithItsIdIsTaken() {
    Set<String> taken = Set.of("small", "small-1");
    assertNotEquals("small-1", Names.template("small", "1", taken));
  }

  @Test
  void aLongNameIsNotCutInTheMiddleOfACharacter() {
    String name = Names.template("x".repeat(117) + "\uD83D\uDE00", "1", Set.of());
    assertEquals("x".repeat(117), name);
  }
}
