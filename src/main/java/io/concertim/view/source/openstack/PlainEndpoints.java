// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.source.http.SourceException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds addresses of the catalog without TLS, although auth_url is encrypted: anybody on the way
 * can read the token there.
 */
final class PlainEndpoints {
  private static final Logger LOG = LoggerFactory.getLogger(PlainEndpoints.class);

  private final boolean isEncrypted;
  private final boolean refused;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * @param authUrl Keystone's address as configured
   * @param refused whether no call is made to such an address ({@code view.require_https})
   */
  PlainEndpoints(URI authUrl, boolean refused) {
    this.isEncrypted = "https".equalsIgnoreCase(authUrl.getScheme());
    this.refused = refused;
  }

  /**
   * Checks an address before a call.
   *
   * @return the address
   * @throws SourceException if it is not encrypted and has to be
   */
  String checked(String service, String address) {
    if (!address.toLowerCase(Locale.ROOT).startsWith("http:") || !(isEncrypted || refused)) {
      return address;
    }
    if (refused) {
      throw new SourceException(
          "openstack: the catalog's address of "
              + service
              + " is not encrypted, and view.require_https is true: "
              + address);
    }
    if (logged.add(service)) {
      LOG.warn(
          "openstack: the catalog's address of {} is not encrypted ({}), though auth_url is:"
              + " whoever is on the way can read the admin's token; let the catalog have https"
              + " there, or set view.require_https to refuse such an address",
          service,
          address);
    }
    return address;
  }
}
