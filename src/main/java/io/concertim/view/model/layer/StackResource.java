package io.concertim.view.model.layer;

/**
 * One resource of a stack or of a stack nested in it.
 *
 * @param name its name in its template
 * @param type such as {@code OS::Nova::Server}; may be a file name or an address
 * @param physicalId id of what it made; never null or empty, resources without one are left out
 */
public record StackResource(String name, String type, String physicalId) {}
