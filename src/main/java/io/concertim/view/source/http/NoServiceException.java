// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

/**
 * A service that a cloud need not have, and that the catalog has in no region: it has no objects.
 */
public final class NoServiceException extends SourceException {
  public NoServiceException(String message) {
    super(message);
  }
}
