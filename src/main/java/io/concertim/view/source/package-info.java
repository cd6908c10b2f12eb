// SPDX-License-Identifier: Apache-2.0
/** How the three systems are reached and read. */
package io.concertim.view.source;
