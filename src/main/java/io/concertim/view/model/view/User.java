// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.model.view;

/**
 * A user of the portal who is not root.
 *
 * @param name login, and {@code CM_} with the login
 */
public record User(PairedId id, NamePair name, String description, String fullName, String email) {}
