// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.cli.bootstrap.Bootstrap;
import io.concertim.view.cli.check.SuiteAccounts;
import io.concertim.view.config.KeystoneAuth;
import io.concertim.view.config.OpenRc;
import io.concertim.view.config.OpenStackConfig;
import io.concertim.view.config.PasswordLogin;
import io.concertim.view.config.Secret;
import io.concertim.view.config.ViewConfig;
import io.concertim.view.source.http.SingleCalls;
import io.concertim.view.source.openstack.KeystoneApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes what the suite needs in Keystone. */
@Command(
    name = "bootstrap",
    description = {
      "Make the roles, users and assignments in Keystone that the suite's services need. What is"
          + " there stays as it is; it may be run again.",
      "It signs in as OS_AUTH_URL, OS_USERNAME, OS_PASSWORD, OS_PROJECT_NAME, OS_USER_DOMAIN_NAME"
          + " and OS_PROJECT_DOMAIN_NAME say, or else as the configuration does.",
      "The password of a user to make is that of the configuration, if it names that user, or in"
          + " BOOTSTRAP_PASSWORD_USER (the name in upper case, _ for all but letters and digits),"
          + " or in a file."
    },
    mixinStandardHelpOptions = true)
public final class BootstrapCommand implements Callable<Integer> {
  private static final String PASSWORD = "BOOTSTRAP_PASSWORD_";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;
  @Mixin private AccountNames names;

  @Option(
      names = "--password-file",
      paramLabel = "USER=FILE",
      description = "Where the password of a user to make is: the first line of a file.")
  private Map<String, Path> passwordFiles = new LinkedHashMap<>();

  @Option(names = "--dry-run", description = "Tell what would be made, and make nothing.")
  private boolean dryRun;

  /**
   * @param environment where the cloud's admin and the passwords may be
   */
  public BootstrapCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws Exception {
    ViewConfig settings = config.load();
    OpenStackConfig openstack = OpenRc.over(settings.openstack(), environment);
    KeystoneAuth service = settings.openstack().login();
    SuiteAccounts accounts = names.accounts();
    PrintWriter out = Output.to(spec.commandLine().getOut());
    Clock clock = Clock.systemUTC();
    try (SingleCalls calls =
        new SingleCalls("openstack", openstack.tls(), settings.view(), clock)) {
      KeystoneApi cloud = KeystoneApi.signIn(calls, openstack, clock);
      cloud.session().requireAdmin();
      Bootstrap bootstrap =
          new Bootstrap(cloud, accounts, passwords(service, accounts), dryRun, out::println);
      requirePasswords(bootstrap.withoutPassword());
      bootstrap.run(service);
    } finally {
      out.flush();
    }
    return 0;
  }

  private void requirePasswords(List<String> missing) {
    if (!missing.isEmpty() && !dryRun) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no password for %s, which has to be made: set %s, or give --password-file %s=FILE"
              .formatted(String.join(", ", missing), variable(missing.get(0)), missing.get(0)));
    }
  }

  private Map<String, Secret> passwords(KeystoneAuth service, SuiteAccounts accounts) {
    Map<String, Secret> passwords = new HashMap<>();
    if (service instanceof PasswordLogin login) {
      login.user().named().ifPresent(name -> passwords.put(name, login.password()));
    }
    List<String> users = List.of(accounts.concertim(), accounts.cloudkitty());
    for (String user : users) {
      String set = environment.get(variable(user));
      if (set != null) {
        passwords.put(user, new Secret(set));
      }
    }
    for (Map.Entry<String, Path> file : passwordFiles.entrySet()) {
      if (!users.contains(file.getKey())) {
        throw wrongFile("expected one of " + users + ", found " + file.getKey(), null);
      }
      passwords.put(file.getKey(), first(file.getValue()));
    }
    return passwords;
  }

  private Secret first(Path file) {
    try {
      String line = Files.readAllLines(file).stream().findFirst().orElse("").strip();
      if (line.isEmpty()) {
        throw wrongFile("there is no password in " + file, null);
      }
      return new Secret(line);
    } catch (IOException e) {
      throw wrongFile("cannot read " + file, e);
    }
  }

  private ParameterException wrongFile(String what, IOException cause) {
    return new ParameterException(spec.commandLine(), "--password-file: " + what, cause);
  }

  private static String variable(String user) {
    return PASSWORD + user.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
