// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.health;

/**
 * The result of a look at one thing.
 *
 * @param well whether the thing is as it should be
 * @param detail what was found; if it is not well, the cause
 * @param remedy what to do; null if it is well
 */
record Finding(boolean well, String detail, String remedy) {
  static Finding well(String detail) {
    return new Finding(true, detail, null);
  }

  static Finding ill(String cause, String remedy) {
    return new Finding(false, cause, remedy);
  }
}
