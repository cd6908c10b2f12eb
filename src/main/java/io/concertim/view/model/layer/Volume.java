package io.concertim.view.model.layer;

/**
 * A Cinder volume.
 *
 * @param name may be null or empty
 * @param size in GB
 * @param bootable null where Cinder shows none
 */
public record Volume(
    String id,
    String name,
    String projectId,
    String status,
    String availabilityZone,
    Boolean bootable,
    Boolean encrypted,
    Integer size,
    String volumeType)
    implements Fact {}
