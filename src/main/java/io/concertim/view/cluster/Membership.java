// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cluster;

import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the others that this process is there. */
public final class Membership {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final Members members;
  private final Supplier<Members.Self> self;

  public Membership(Members members, Supplier<Members.Self> self) {
    this.members = members;
    this.self = self;
  }

  /** Tells them, if the database is there: that it is not is told by what needs it. */
  public void beat() {
    try {
      members.beat(self.get());
    } catch (IOException e) {
      LOG.debug("the others are not told of this process", e);
    }
  }
}
