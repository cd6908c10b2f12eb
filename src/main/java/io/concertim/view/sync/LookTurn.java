// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.sync;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Lets one look at parts of the portal run at a time. A look does not wait for a full sync that
 * reads the list of all devices, which takes a portal of 10,000 of them 25 s; but a full sync has
 * this turn too while it reads the lists that a look may read.
 */
public final class LookTurn extends PortalTurn {

  /** Opens the lock file of a turn. */
  public LookTurn(Path file) throws IOException {
    super(file);
  }

  /** Takes the turn of a look, if nobody else has it: the next look is soon. */
  public boolean takeIfFree(Exchange exchange) throws IOException, InterruptedException {
    return take(exchange, Duration.ZERO);
  }
}
