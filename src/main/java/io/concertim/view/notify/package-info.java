// SPDX-License-Identifier: Apache-2.0
/**
 * Sends the changes of the view to whom {@code view.notify} names: each at least once, in order.
 */
package io.concertim.view.notify;
