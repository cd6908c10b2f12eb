package io.concertim.view.model.layer;

import java.util.Locale;

/**
 * The kinds of fact, each the answer of one call: a list's row, a stack's detail and a stack's
 * resource tree are separate kinds, so that each keeps the time of its own reading (design D7).
 */
public enum Kind {
  TEAM(Source.CONCERTIM, PortalTeam.class),
  USER(Source.CONCERTIM, PortalUser.class),
  TEMPLATE(Source.CONCERTIM, PortalTemplate.class),
  RACK(Source.CONCERTIM, PortalRack.class),
  DEVICE(Source.CONCERTIM, PortalDevice.class),
  PROJECT(Source.OPENSTACK, Project.class),
  FLAVOR(Source.OPENSTACK, Flavor.class),
  SERVER(Source.OPENSTACK, Server.class),
  SERVER_GROUP(Source.OPENSTACK, ServerGroup.class),
  STACK(Source.OPENSTACK, Stack.class),
  NESTED_STACK(Source.OPENSTACK, NestedStack.class),
  STACK_OUTPUTS(Source.OPENSTACK, StackOutputs.class),
  STACK_RESOURCES(Source.OPENSTACK, StackResources.class),
  VOLUME(Source.OPENSTACK, Volume.class),
  NETWORK(Source.OPENSTACK, Network.class),
  ACCOUNT(Source.KILLBILL, Account.class),
  SUBSCRIPTION(Source.KILLBILL, Subscription.class),
  CUSTOM_FIELD(Source.KILLBILL, CustomField.class);

  private final Source source;
  private final Class<? extends Fact> type;

  Kind(Source source, Class<? extends Fact> type) {
    this.source = source;
    this.type = type;
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

  /** The name used in logs and view.json, such as {@code server group}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
