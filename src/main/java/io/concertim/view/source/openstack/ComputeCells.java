package io.concertim.view.source.openstack;

import io.concertim.view.merge.Reading;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.JsonPage;
import io.concertim.view.source.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;

/**
 * Whether all of Nova's cells answer. When it pages, Nova silently leaves out the servers of a cell
 * whose database is down; then no server is missing because the list lacks it. Since microversion
 * 2.69 the compute services of such a cell have the status UNKNOWN.
 */
public final class ComputeCells {
  /** Reads the list of compute services. */
  public Reading read(@Body InputStream body) throws IOException {
    Set<String> down = new TreeSet<>();
    JsonPage.read(
        body,
        node -> {
          Row service = new Row(node);
          if ("UNKNOWN".equals(service.text("status"))) {
            down.add(service.needed("host"));
          }
        });
    return down.isEmpty()
        ? new Reading(Source.OPENSTACK)
        : doubtful("a compute cell does not answer (hosts " + String.join(", ", down) + ")");
  }

  /** Nova does not tell. */
  public Reading unknown(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception failure) {
    return doubtful("whether all compute cells answer is not known: " + failure.getMessage());
  }

  private static Reading doubtful(String reason) {
    Reading reading = new Reading(Source.OPENSTACK);
    reading.unreadable(Kind.SERVER, null);
    reading.problem(
        new Problem(
            Problem.Effect.KEPT,
            Problem.Cause.SHORT_LIST,
            "servers",
            "that their list lacks",
            reason + "; they count as gone once they are deleted with a notification"));
    return reading;
  }
}
