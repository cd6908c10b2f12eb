// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue;

/** A message that is no notification, or lacks what its type promises; never quotes its body. */
public final class MalformedNotificationException extends RuntimeException {
  public MalformedNotificationException(String reason) {
    super(reason);
  }
}
