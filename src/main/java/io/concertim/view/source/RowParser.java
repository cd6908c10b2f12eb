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
}
