// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.net.URI;
import java.util.Optional;

/**
 * The cloud.
 *
 * @param authUrl address of Keystone, ending in {@code /v3}
 * @param login what to sign in with
 * @param region region whose endpoints are used; empty means the first in the catalog
 * @param endpointInterface {@code public}, {@code internal} or {@code admin}
 * @param tls how the certificates of all the cloud's services are checked
 */
public record OpenStackConfig(
    URI authUrl, KeystoneAuth login, Optional<String> region, String endpointInterface, Tls tls) {}
