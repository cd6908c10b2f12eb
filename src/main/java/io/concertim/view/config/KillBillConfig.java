package io.concertim.view.config;

import java.net.URI;

/**
 * The billing application.
 *
 * @param url address without a trailing slash
 * @param username user of the basic authentication
 * @param password password of that user
 * @param apiKey key of the tenant
 * @param apiSecret secret of the tenant
 * @param planName plan of a cluster's subscription
 * @param tls how the certificate is checked
 */
public record KillBillConfig(
    URI url,
    String username,
    Secret password,
    Secret apiKey,
    Secret apiSecret,
    String planName,
    Tls tls) {}
