// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;

/**
 * The portal.
 *
 * @param url address without a trailing slash
 * @param username user that signs in
 * @param password password of that user
 * @param defaultRackHeight height of a new rack, in rack units
 * @param tls how the portal's certificate is checked
 */
public record ConcertimConfig(
    URI url, String username, Secret password, int defaultRackHeight, Tls tls) {}
