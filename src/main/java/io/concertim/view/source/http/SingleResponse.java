// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * The answer to one call of {@link SingleCalls}.
 *
 * @param headers by name in lower case, one value of each
 * @param body as JSON; a missing node if it is not JSON
 * @param skew how far the other machine's clock is ahead of this one's, as far as its Date header
 *     and the time that the call took prove it; null without that header
 */
public record SingleResponse(
    String system,
    String address,
    int status,
    Map<String, String> headers,
    JsonNode body,
    Duration skew) {

  /**
   * The body of an answer with a status of 2xx.
   *
   * @throws SourceException if the status is another one; its message is one line with what to do
   */
  public JsonNode required() {
    if (status >= 200 && status < 300) {
      return body;
    }
    RuntimeException explained =
        CallFailures.explained(
            system,
            new HttpOperationFailedException(
                address, status, "", headers.get("location"), headers, body.toString()));
    throw explained instanceof SourceException source
        ? source
        : new SourceException(explained.getMessage(), status, explained);
  }

  /** Headers and bodies of sign-ins are secret. */
  @Override
  public String toString() {
    return "SingleAnswer[" + address + ", " + status + "]";
  }
}
