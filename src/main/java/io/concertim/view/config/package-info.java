// SPDX-License-Identifier: Apache-2.0
/** The suite's configuration file as records, checked before anything is started. */
package io.concertim.view.config;
