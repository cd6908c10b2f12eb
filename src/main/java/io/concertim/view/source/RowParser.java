// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.source.http.AnswerRule;
import io.concertim.view.source.http.SourceException;
import java.util.List;

/** Turns one object of an answer into what it shows, usually one fact. */
public interface RowParser {
  /** The objects that a row of the list holds: usually the row itself. */
  default List<Row> objects(Row row) {
    return List.of(row);
  }

  /**
   * The facts of one object.
   *
   * @throws RowException if this object cannot be understood
   * @throws SourceException if it shows that the whole list cannot be trusted
   */
  List<Fact> parse(Row row);

  /** Whether the row is of an object that has been deleted and is listed all the same. */
  default boolean isDeleted(Row row) {
    return false;
  }

  /**
   * This parser, for a list that shows deleted objects of the kind as well.
   *
   * @param field that has the object's state
   */
  default RowParser deletedBy(String field, Kind kind) {
    RowParser parser = this;
    return new RowParser() {
      @Override
      public List<Fact> parse(Row row) {
        return parser.parse(row);
      }

      @Override
      public boolean isDeleted(Row row) {
        return AnswerRule.isDeleted(kind, row.text(field));
      }
    };
  }
}
