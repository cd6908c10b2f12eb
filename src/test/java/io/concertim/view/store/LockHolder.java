// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import java.nio.file.Path;

/** A process that holds the lock until its input ends. */
final class LockHolder {
  private LockHolder() {}

  /** Takes the lock file named by the argument and says so. */
  public static void main(String[] args) throws Exception {
    try (DataLock lock = DataLock.open(Path.of(args[0]))) {
      lock.acquire();
      System.out.println("held");
      System.in.transferTo(System.out);
      lock.release();
    }
  }
}
