// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.time.Duration;
import java.util.Optional;

/**
 * The store that several hosts share, the blocks {@code view.postgresql} and {@code view.cluster}.
 *
 * @param url JDBC address of the database; it may name several hosts, of which the primary is taken
 * @param username role that signs in
 * @param password password of that role
 * @param schema schema of our tables
 * @param tls encryption; empty means a plain connection
 * @param host what this host is called among the others
 * @param lease after this time without a word of the leader another host leads
 * @param quietAfter after this time without the database view.pickle shows nothing that is to be
 *     done; empty means that it goes on as it is
 */
public record ClusterSettings(
    String url,
    String username,
    Secret password,
    String schema,
    Optional<Tls> tls,
    String host,
    Duration lease,
    Optional<Duration> quietAfter) {}
