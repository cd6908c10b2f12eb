package io.concertim.view.cli.check;

/**
 * What the suite's services look for in Keystone by its name (suite.md section 5, and what they
 * give to each project that they make).
 *
 * @param watcher role of {@code concertim} in every project of the portal
 * @param rating role of {@code cloudkitty} there; CloudKitty rates only where it has it
 * @param concertim user of the suite's services
 * @param cloudkitty user of CloudKitty
 */
public record SuiteAccounts(String watcher, String rating, String concertim, String cloudkitty) {}
