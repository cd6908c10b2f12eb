// SPDX-License-Identifier: Apache-2.0
/** Why something is in the view, or why it is not. */
package io.concertim.view.explain;
