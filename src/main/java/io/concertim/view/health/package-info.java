// SPDX-License-Identifier: Apache-2.0
/** Whether the program is well: checks of Camel, each with the cause and the remedy. */
package io.concertim.view.health;
