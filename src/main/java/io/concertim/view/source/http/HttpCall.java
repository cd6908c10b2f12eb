// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request that was sent, and what came of it.
 *
 * @param service as the routes name it: concertim, killbill, or one of the cloud's services
 * @param path with its query
 * @param status of the answer; 0 if there was none
 * @param took from the request to the end of the answer's body
 * @param otherHost whether the answer redirects to another host than the one that was asked
 */
public record HttpCall(
    String service, String method, String path, int status, Duration took, boolean otherHost) {
  private static final Logger LOG = LoggerFactory.getLogger(HttpCall.class);

  /** Who wants to know of every call. */
  public interface Observer {
    void called(HttpCall call);
  }

  /** Tells the log. Secrets travel in headers and bodies; a query that has one is not shown. */
  void log() {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "{}: {} {} {} after {} ms",
          service,
          method,
          path.replaceAll("(?i)([?&][^=&]*(?:token|key|secret|pass)[^=&]*=)[^&]*", "$1***"),
          status == 0 ? "was not answered" : "answered " + status,
          took.toMillis());
    }
  }
}
