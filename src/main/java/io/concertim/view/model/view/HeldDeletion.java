package io.concertim.view.model.view;

import java.util.List;

/**
 * Objects that a list no longer shows, and that are not believed to be gone.
 *
 * @param kind such as {@code server}
 * @param reason why not
 */
public record HeldDeletion(String kind, List<String> ids, String reason) {}
