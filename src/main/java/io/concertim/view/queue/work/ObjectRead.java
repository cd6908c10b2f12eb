// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.queue.ReadRequest;
import java.time.Instant;

/**
 * A read of one object, for one or more requests.
 *
 * @param request the object to read, and the state to expect
 * @param sequence of the newest request for the object when the read began
 * @param since when the first request was added that this read answers
 * @param tries the number of reads that contradicted the expected state and did not count
 * @param single whether a list did not show the object, so that it has to be read by id
 */
public record ObjectRead(
    ReadRequest request, long sequence, Instant since, int tries, boolean single) {}
