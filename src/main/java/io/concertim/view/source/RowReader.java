// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.merge.Layers;
import io.concertim.view.merge.SourceRead;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.view.Problem;
import io.concertim.view.source.http.AnswerRule;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Takes over what the rows of lists show, each row by itself (decision D16). */
public final class RowReader {
  private final Map<Kind, RowParser> parsers;
  private final KnownFacts known;

  /**
   * @param known what the layers hold; a fact that is there already is not kept a second time while
   *     a list is read
   */
  public RowReader(Map<Kind, RowParser> parsers, Supplier<Layers> known) {
    this.parsers = Map.copyOf(parsers);
    this.known = new KnownFacts(known);
  }

  /**
   * Takes over what one row shows. An object in it that cannot be understood is reported.
   *
   * @param started when the list was asked for, see {@link Observation#seen}
   */
  public void take(Row row, Kind kind, long started, SourceRead reading, ListBudget budget) {
    budget.row();
    RowParser parser = parsers.get(kind);
    parser.objects(row).forEach(object -> take(object, parser, kind, started, reading, budget));
  }

  @SuppressWarnings("ReferenceEquality") // what is known is the very object
  private void take(
      Row row, RowParser parser, Kind kind, long started, SourceRead reading, ListBudget budget) {
    try {
      List<Fact> facts = parser.parse(row);
      if (parser.isDeleted(row)) {
        reading.deleted(kind, row.needed(AnswerRule.idField(kind)));
        return;
      }
      for (Fact fact : facts) {
        Observation read = Observation.of(Kind.of(fact.getClass()), started, fact);
        Observation shared = known.shared(read);
        if (shared == read) {
          budget.keep(fact);
        }
        reading.observe(shared);
      }
    } catch (RowException e) {
      String id = row.text(AnswerRule.idField(kind));
      budget.keep(id + e.getMessage());
      reading.unreadable(kind, id);
      reading.problem(
          new Problem(
              Problem.Effect.LEFT_OUT, Problem.Cause.UNREADABLE, kind.label(), id, e.getMessage()));
    }
  }
}
