// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;

/** Says in one line what the broker refused, and what to do about it. */
public final class BrokerFailures {
  private BrokerFailures() {}

  /** Why there is no connection. */
  static String connecting(Exception failure) {
    String reason = reason(failure);
    if (reason.contains("ACCESS_REFUSED")) {
      return "the broker refuses the user or the password; check rmq_username and rmq_password";
    }
    return reason + "; check rmq_address, rmq_port and rmq_path, and whether the broker is running";
  }

  /** What to do about a reason that is a missing permission; empty for any other. */
  static String permissionAdvice(String reason, String user) {
    return reason.contains("403")
        ? "; give the user "
            + user
            + " the permissions in docs/operating.md, with rabbitmqctl set_permissions"
        : "";
  }

  /** The innermost cause, in which the broker says what it refused. */
  public static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    if (cause instanceof ShutdownSignalException signal) {
      if (signal.getReason() instanceof AMQP.Channel.Close close) {
        return close.getReplyText().startsWith(String.valueOf(close.getReplyCode()))
            ? close.getReplyText()
            : close.getReplyCode() + " " + close.getReplyText();
      }
      if (signal.getReason() instanceof AMQP.Connection.Close close) {
        return close.getReplyCode() + " " + close.getReplyText();
      }
    }
    return String.valueOf(cause.getMessage() == null ? cause : cause.getMessage());
  }
}
