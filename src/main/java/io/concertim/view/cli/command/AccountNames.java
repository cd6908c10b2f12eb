// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.cli.check.SuiteAccounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that renames the suite's roles and users. */
final class AccountNames {
  private static final Set<String> KNOWN = Set.of("watcher", "rating", "concertim", "cloudkitty");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--rename",
      paramLabel = "NAME=OTHER",
      description =
          "Another name for one of watcher, rating, concertim and cloudkitty, to try something"
              + " beside a suite that is in use.")
  private Map<String, String> renamed = new LinkedHashMap<>();

  /**
   * The names.
   *
   * @throws ParameterException if an unknown name is renamed
   */
  SuiteAccounts accounts() {
    if (!KNOWN.containsAll(renamed.keySet())) {
      throw new ParameterException(
          command.commandLine(),
          "--rename: expected %s, found %s"
              .formatted(new TreeSet<>(KNOWN), String.join(", ", renamed.keySet())));
    }
    return new SuiteAccounts(
        name("watcher"), name("rating"), name("concertim"), name("cloudkitty"));
  }

  private String name(String known) {
    return renamed.getOrDefault(known, known);
  }
}
