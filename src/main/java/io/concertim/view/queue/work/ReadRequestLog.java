// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.queue.ReadRequest;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Where open read requests are kept, so that none is lost with the process (decision D12). */
public interface ReadRequestLog {

  /** The open requests that an earlier process left. */
  List<ReadRequest> open() throws IOException;

  /**
   * What lets another host of the cluster have the notifications, while this one cannot add their
   * requests.
   */
  default void handOnBy(Runnable handOn) {
    // nobody else could have them
  }

  /** Lets another host of the cluster do what this one fails to read. */
  default void offer(Collection<ReadRequest> requests) throws IOException {
    // a host alone goes on trying
  }

  /**
   * What hosts have offered or left when they ended, which is this one's from now on; also what
   * {@link #open} could not tell.
   */
  default List<ReadRequest> adopted() throws IOException {
    return List.of();
  }

  /**
   * Adds requests. None is lost once this method returns.
   *
   * @param open all others that are open
   */
  void add(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException;

  /**
   * Removes what has been asked for of these objects. If that is lost, they are read once more.
   *
   * @param open the others that are open
   */
  void done(Collection<ReadRequest> requests, Supplier<Collection<ReadRequest>> open)
      throws IOException;

  /** Replaces all requests. */
  void replace(Collection<ReadRequest> open) throws IOException;
}
