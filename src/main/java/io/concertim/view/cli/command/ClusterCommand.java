// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.cluster.Database;
import io.concertim.view.cluster.Members;
import io.concertim.view.cluster.Members.Member;
import io.concertim.view.config.ClusterSettings;
import io.concertim.view.config.ConfigException;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints who is in the cluster, who syncs, and how far each is. */
@Command(
    name = "cluster",
    description = {
      "Print the processes of all hosts that share a database, and how far each is.",
      "Ends with 1 if the database cannot be asked; with --leads also if another host syncs."
    },
    mixinStandardHelpOptions = true)
public final class ClusterCommand implements Callable<Integer> {
  private static final String ROW = "%-20s %-10s %-7s %10s %8s %11s %8s  %s%n";

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  @Option(
      names = "--leads",
      description = "Print nothing; end with 0 if this host runs the full syncs, else with 1.")
  private boolean leads;

  @Option(names = "--json", description = "As JSON, as /api/cluster has it.")
  private boolean json;

  @Override
  public Integer call() throws ConfigException, IOException {
    ClusterSettings settings =
        config
            .load()
            .cluster()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        config.file() + ": this host is alone, as view.store is files"));
    List<Member> members;
    try (Database database = new Database(settings, Clock.systemUTC())) {
      members = new Members(database).all();
    }
    if (leads) {
      return members.stream().anyMatch(m -> m.leads() && m.host().equals(settings.host())) ? 0 : 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StoreJson.MAPPER.writeValueAsString(members));
    } else {
      PrintWriter plain = Output.to(out);
      plain.printf(
          ROW, "HOST", "PROCESS", "SYNCS", "ENTRY", "BEHIND", "GENERATION", "SHOWN", "HEARD OF");
      members.forEach(member -> print(member, plain));
      plain.flush();
    }
    out.flush();
    return 0;
  }

  private static void print(Member member, PrintWriter out) {
    out.printf(
        ROW,
        member.host(),
        member.kind(),
        member.leads() ? "term " + member.term() : "-",
        member.entry(),
        member.behind(),
        member.generation(),
        member.shown(),
        "%.1f s ago, version %s".formatted(member.silentMillis() / 1e3, member.version()));
  }
}
