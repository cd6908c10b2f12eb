package io.concertim.view.queue;

import java.time.Instant;

/**
 * A read that a mark asks for.
 *
 * @param mark what to read and what to expect
 * @param sequence of the newest mark of the object when the read began
 * @param since when the first mark that this read answers was made
 * @param tries how many reads contradicted what is expected and did not count
 * @param single whether a list did not show the object, so that it has to be asked for by id
 */
public record ObjectRead(Mark mark, long sequence, Instant since, int tries, boolean single) {}
