// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.concertim;

import io.concertim.view.source.http.SourceException;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Handler;

/**
 * Refuses to read as a user whom the portal does not show everything (concertim-api.md section 0).
 */
public final class RootCheck {

  /**
   * Checks who is signed in.
   *
   * @throws SourceException if the user is not root
   */
  @Handler
  public void check(@Body Map<String, Object> user) {
    if (!Boolean.TRUE.equals(user.get("root"))) {
      throw new SourceException(
          "concertim: the user "
              + user.get("login")
              + " is not root, so the portal shows only part; give concertim_username a root user");
    }
  }
}
