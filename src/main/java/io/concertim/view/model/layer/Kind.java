// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.layer;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kinds of fact, each the answer of one call: a list's row, a stack's detail and a stack's
 * resource tree are separate kinds, so that each keeps the time of its own read (decision D7). This
 * is also the table of what the systems call a kind and where they show it: the service, the path
 * of one object with {@code %s} for its id, the type as a Heat resource and the type as a device of
 * the portal.
 */
public enum Kind {
  TEAM(PortalTeam.class, "concertim", "/api/v1/teams"),
  USER(PortalUser.class, "concertim", "/api/v1/users"),
  TEMPLATE(PortalTemplate.class, "concertim", "/api/v1/templates"),
  RACK(PortalRack.class, "concertim", "/api/v1/racks/%s"),
  DEVICE(PortalDevice.class, "concertim", "/api/v1/devices/%s"),
  PROJECT(Project.class, "identity", "/projects/%s"),
  FLAVOR(Flavor.class, "compute", "/flavors/%s"),
  SERVER(Server.class, "compute", "/servers/%s", "OS::Nova::Server", "Instance"),
  SERVER_GROUP(ServerGroup.class, "compute", "/os-server-groups/%s", "OS::Nova::ServerGroup", null),
  STACK(Stack.class, "orchestration", "/stacks/%s"),
  NESTED_STACK(NestedStack.class, "orchestration", null),
  STACK_OUTPUTS(StackOutputs.class, "orchestration", null),
  STACK_RESOURCES(StackResources.class, "orchestration", null),
  VOLUME(Volume.class, "volume", "/volumes/%s", "OS::Cinder::Volume", "Volume"),
  NETWORK(Network.class, "network", "/networks/%s", "OS::Neutron::Net", "Network"),
  // Without the balance there is no credit either.
  ACCOUNT(Account.class, "killbill", "/1.0/kb/accounts/%s?accountWithBalanceAndCBA=true"),
  SUBSCRIPTION(Subscription.class, "killbill", "/1.0/kb/subscriptions/%s"),
  CUSTOM_FIELD(CustomField.class, "killbill", null);

  /** The kinds for which there are notifications (openstack.md, "The bus"). */
  public static final Set<Kind> NOTIFIED =
      EnumSet.of(PROJECT, STACK, STACK_RESOURCES, SERVER, SERVER_GROUP, VOLUME, NETWORK);

  /** The kinds that the portal shows as devices. */
  public static final List<Kind> DEVICES =
      Stream.of(values()).filter(kind -> kind.deviceType != null).toList();

  private final Class<? extends Fact> type;
  private final String service;
  private final String path;
  private final String heatType;
  private final String deviceType;

  Kind(Class<? extends Fact> type, String service, String path) {
    this(type, service, path, null, null);
  }

  Kind(
      Class<? extends Fact> type, String service, String path, String heatType, String deviceType) {
    this.type = type;
    this.service = service;
    this.path = path;
    this.heatType = heatType;
    this.deviceType = deviceType;
  }

  /** The kind of a type of fact. */
  public static Kind of(Class<? extends Fact> type) {
    for (Kind kind : values()) {
      if (kind.type == type) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of fact is a " + type);
  }

  public Source source() {
    return switch (service) {
      case "concertim" -> Source.CONCERTIM;
      case "killbill" -> Source.KILLBILL;
      default -> Source.OPENSTACK;
    };
  }

  public Class<? extends Fact> type() {
    return type;
  }

  /** The service that has the objects, as the routes name it, such as {@code compute}. */
  public String service() {
    return service;
  }

  /** Where one object is shown, with {@code %s} for its id; null where none is asked for so. */
  public String path() {
    return path;
  }

  /** Whether objects are shown in a list only, which is read once more. */
  public boolean isListedOnly() {
    return path != null && !path.contains("%s");
  }

  /**
   * The route that reads all of the cloud's objects of this kind, such as {@code
   * openstack-servers}; null where there is no such list.
   */
  public String listRoute() {
    return source() == Source.OPENSTACK && path != null
        ? "openstack-" + label().replace(' ', '-') + "s"
        : null;
  }

  /** The type of a Heat resource that makes such an object, or null. */
  public String heatType() {
    return heatType;
  }

  /** The type of the portal's devices that show such an object, or null. */
  public String deviceType() {
    return deviceType;
  }

  /** The name used in logs and view.json, such as {@code server group}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
