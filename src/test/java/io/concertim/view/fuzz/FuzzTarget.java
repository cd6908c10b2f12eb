// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

/** One way in for input that others choose. */
@FunctionalInterface
public interface FuzzTarget {
  /**
   * Hands over the input as the program does, and checks what comes of it.
   *
   * @throws Exception if the input was neither understood nor refused as it is documented
   */
  void accept(byte[] input) throws Exception;
}
