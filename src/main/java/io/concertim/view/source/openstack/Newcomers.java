// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Flavor;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.ServerGroup;
import io.concertim.view.model.layer.StackResources;
import java.util.function.Supplier;
import org.apache.camel.Body;

/**
 * Whether changes of the cloud show anything that has to do with lists that were not asked for: a
 * new server, which may be a new member of a server group, a flavor that is not known, or a server
 * group that is not.
 */
public final class Newcomers {
  private final Supplier<Layers> known;

  /**
   * @param known the layers as they are now
   */
  public Newcomers(Supplier<Layers> known) {
    this.known = known;
  }

  /** Whether flavors and server groups have to be read again. */
  public boolean areThere(@Body SourceRead changes) {
    Layers before = known.get();
    return changes.observations().stream()
        .map(Observation::fact)
        .anyMatch(fact -> isNew(fact, before));
  }

  private static boolean isNew(Fact fact, Layers before) {
    if (fact instanceof Server server) {
      return before.fact(Server.class, server.id()).isEmpty()
          || (server.flavorId() != null && before.fact(Flavor.class, server.flavorId()).isEmpty());
    }
    return fact instanceof StackResources tree
        && tree.resources().stream()
            .filter(resource -> resource.type().equals(Kind.SERVER_GROUP.heatType()))
            .anyMatch(group -> before.fact(ServerGroup.class, group.physicalId()).isEmpty());
  }
}
