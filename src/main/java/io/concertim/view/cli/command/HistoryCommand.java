// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import io.concertim.view.history.Change;
import io.concertim.view.store.StoreJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what has changed in the view. */
@Command(
    name = "history",
    description = {
      "Print what has changed in the view, when and why, the oldest first.",
      "Ends with 1 if nothing has, and says so."
    },
    mixinStandardHelpOptions = true)
public final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoredData data;

  @Mixin private ChangeFilter filter;

  @Option(names = "--json", description = "One JSON object a line, as in changes.jsonl.")
  private boolean json;

  @Option(names = "--csv", description = "As CSV, with a header.")
  private boolean csv;

  @Override
  public Integer call() throws IOException {
    if (json && csv) {
      throw new ParameterException(spec.commandLine(), "--json and --csv exclude each other");
    }
    List<Change> changes = data.changes(filter.wanted());
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter plain = Output.to(out);
    if (csv) {
      out.println(CsvLine.HEADER);
    }
    for (Change change : changes) {
      if (csv) {
        out.println(CsvLine.of(change));
      } else if (json) {
        out.println(StoreJson.MAPPER.writeValueAsString(change));
      } else {
        plain.printf("%s  %s  (%s)%n", change.at(), change.text(), change.because());
      }
    }
    plain.flush();
    out.flush();
    if (changes.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      Output.to(err).printf("nothing that is selected is in the history of %s%n", data.path());
      err.flush();
      return 1;
    }
    return 0;
  }
}
