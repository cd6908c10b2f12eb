package io.concertim.view.source.concertim;

import io.concertim.view.source.SourceException;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Handler;

/** Refuses to read as a user who is not shown everything (concertim-api.md section 0). */
public final class RootCheck {

  /**
   * Checks who is signed in.
   *
   * @throws SourceException if it is no root user
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
