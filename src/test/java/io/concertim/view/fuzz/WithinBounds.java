// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Hands input to a target and measures what it costs: small input costs little. */
final class WithinBounds {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Of processor time, with room for a fuzzer's instructions in the code and a busy machine. */
  private static final long NANOS = 4_000_000_000L;

  /** What reading a small input may allocate, in all. */
  private static final long BYTES = 64L << 20;

  /** And so many bytes more for each byte of it. */
  private static final long BYTES_PER_BYTE = 2_000;

  private WithinBounds() {}

  static void accept(FuzzTarget target, byte[] input) throws Exception {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long time = THREADS.getCurrentThreadCpuTime();
    target.accept(input);
    time = THREADS.getCurrentThreadCpuTime() - time;
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    if (time > NANOS || allocated > BYTES + BYTES_PER_BYTE * input.length) {
      throw new AssertionError(
          "%d bytes of input cost %d ms and %d bytes of memory"
              .formatted(input.length, time / 1_000_000, allocated));
    }
  }
}
