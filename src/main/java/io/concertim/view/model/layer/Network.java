package io.concertim.view.model.layer;

/**
 * A Neutron network; fields that its extensions did not give are null.
 *
 * @param mtu in bytes
 */
public record Network(
    String id,
    String name,
    String projectId,
    String status,
    Boolean adminStateUp,
    Boolean l2Adjacency,
    Integer mtu,
    Boolean shared,
    Boolean portSecurityEnabled)
    implements Fact {}
