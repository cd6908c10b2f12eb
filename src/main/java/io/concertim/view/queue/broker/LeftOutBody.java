// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.broker;

/**
 * A body that was too long to be kept.
 *
 * @param size in bytes
 * @param sha256 in hexadecimal
 */
public record LeftOutBody(long size, String sha256) {}
