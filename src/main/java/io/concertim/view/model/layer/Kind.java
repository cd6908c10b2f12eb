package io.concertim.view.model.layer;

import java.util.Locale;

/**
 * The kinds of fact, each the answer of one call: a list's row, a stack's detail and a stack's
 * resource tree are separate kinds, so that each keeps the time of its own reading (design D7).
 */
public enum Kind {
  TEAM(Source.CONCERTIM, PortalTeam.class, false),
  USER(Source.CONCERTIM, PortalUser.class, false),
  TEMPLATE(Source.CONCERTIM, PortalTemplate.class, false),
  RACK(Source.CONCERTIM, PortalRack.class, true),
  DEVICE(Source.CONCERTIM, PortalDevice.class, true),
  PROJECT(Source.OPENSTACK, Project.class, false),
  FLAVOR(Source.OPENSTACK, Flavor.class, false),
  SERVER(Source.OPENSTACK, Server.class, true),
  SERVER_GROUP(Source.OPENSTACK, ServerGroup.class, false),
  STACK(Source.OPENSTACK, Stack.class, true),
  NESTED_STACK(Source.OPENSTACK, NestedStack.class, false),
  STACK_OUTPUTS(Source.OPENSTACK, StackOutputs.class, false),
  STACK_RESOURCES(Source.OPENSTACK, StackResources.class, false),
  VOLUME(Source.OPENSTACK, Volume.class, true),
  NETWORK(Source.OPENSTACK, Network.class, true),
  ACCOUNT(Source.KILLBILL, Account.class, true),
  SUBSCRIPTION(Source.KILLBILL, Subscription.class, false),
  CUSTOM_FIELD(Source.KILLBILL, CustomField.class, false);

  private final Source source;
  private final Class<? extends Fact> type;
  private final boolean confirmedById;

  Kind(Source source, Class<? extends Fact> type, boolean confirmedById) {
    this.source = source;
    this.type = type;
    this.confirmedById = confirmedById;
  }

  /** The kind of fact that this type is. */
  public static Kind of(Class<? extends Fact> type) {
    for (Kind kind : values()) {
      if (kind.type == type) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of fact is a " + type);
  }

  public Source source() {
    return source;
  }

  public Class<? extends Fact> type() {
    return type;
  }

  /**
   * Whether an object that a list no longer shows counts as gone only after a read by its id says
   * so (design D9). True where an absence can delete something from the portal or offer it twice.
   */
  public boolean confirmedById() {
    return confirmedById;
  }

  /** The name used in logs and view.json, such as {@code server group}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
