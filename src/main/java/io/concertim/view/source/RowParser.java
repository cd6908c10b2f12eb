package io.concertim.view.source;

import io.concertim.view.model.layer.Fact;
import java.util.List;

/** Turns one row of a list into what it shows, usually one fact. */
public interface RowParser {
  /**
   * The facts of one row.
   *
   * @throws RowException if this row cannot be understood
   * @throws SourceException if it shows that the whole list cannot be trusted
   */
  List<Fact> parse(Row row);

  /** Whether the row is of an object that has been deleted and is listed all the same. */
  default boolean isDeleted(Row row) {
    return false;
  }

  /** This parser, for a list that shows deleted objects as well. */
  default RowParser deletedWhere(String field, String value) {
    RowParser parser = this;
    return new RowParser() {
      @Override
      public List<Fact> parse(Row row) {
        return parser.parse(row);
      }

      @Override
      public boolean isDeleted(Row row) {
        return value.equals(row.text(field));
      }
    };
  }
}
