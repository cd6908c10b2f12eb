// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.check;

/**
 * The names by which the suite's services find roles and users in Keystone (suite.md section 5, and
 * what they assign in each project that they create).
 *
 * @param watcher role of {@code concertim} in every project of the portal
 * @param rating role of {@code cloudkitty} in these projects; CloudKitty rates only projects in
 *     which it has this role
 * @param concertim user of the suite's services
 * @param cloudkitty user of CloudKitty
 */
public record SuiteAccounts(String watcher, String rating, String concertim, String cloudkitty) {}
