// SPDX-License-Identifier: Apache-2.0
/** The console, the API, health and metrics over HTTP; on the loopback address by default. */
package io.concertim.view.web;
