// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import io.concertim.view.source.http.CallFailures;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Whether all of Nova's cells answer. When it pages, Nova silently leaves out the servers of a cell
 * whose database is down; so while a cell is down, a server that the list lacks is not missing.
 * Since microversion 2.69 the compute services of such a cell have the status UNKNOWN.
 */
public final class ComputeCells {
  /** Reads the list of compute services. */
  public SourceRead read(@Body InputStream body) throws IOException {
    Set<String> down = new TreeSet<>();
    JsonPage.read(
        body,
        node -> {
          Row service = new Row(node);
          if ("UNKNOWN".equals(service.text("status"))) {
            down.add(service.needed("host"));
          }
        });
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    if (!down.isEmpty()) {
      reading.unreadable(Kind.SERVER, null);
      report(
          reading,
          "a compute cell does not answer (hosts "
              + String.join(", ", down)
              + "); they count as gone once it answers, or they are deleted with a notification");
    }
    return reading;
  }

  /** Nova does not say, whatever it answered: the view can do without this call. */
  public SourceRead unknown(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    SourceRead reading = new SourceRead(Source.OPENSTACK);
    reading.doubt(Kind.SERVER, "Nova does not tell whether all of its cells answer");
    report(
        reading,
        "whether all compute cells answer is not known: "
            + CallFailures.explained(Source.OPENSTACK.label(), failure).getMessage()
            + "; they count as gone once two syncs have asked for them by their ids");
    return reading;
  }

  private static void report(SourceRead reading, String reason) {
    reading.problem(
        new Problem(
            Problem.Effect.KEPT,
            Problem.Cause.SHORT_LIST,
            "servers",
            "that their list lacks",
            reason));
  }
}
