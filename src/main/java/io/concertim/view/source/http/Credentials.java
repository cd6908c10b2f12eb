// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import org.apache.camel.Message;

/** What one system wants to see in a call before it answers. */
public interface Credentials {
  /**
   * Addresses a call and signs it, after signing in where that is needed.
   *
   * @param call gets the whole address and the headers
   * @param service the service within the system, as the route names it, or null
   * @param path path and query below the service's address
   */
  void sign(Message call, String service, String path);

  /**
   * Signs a call again that was answered with 401: with a newer token than the one it carries.
   *
   * @return false where there is nothing to renew, so the refusal stands
   */
  boolean renew(Message call);
}
