package io.concertim.view.model.layer;

/**
 * A Nova flavor, public or private.
 *
 * @param ram in MB
 * @param disk in GB, 0 for a flavor that boots from a volume
 */
public record Flavor(String id, String name, int vcpus, int ram, int disk) implements Fact {}
