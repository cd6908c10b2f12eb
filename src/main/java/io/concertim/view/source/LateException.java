package io.concertim.view.source;

/** A source that was not read in time; what was read of it by then holds. */
public final class LateException extends SourceException {
  private static final long serialVersionUID = 1L;

  LateException(String system) {
    super(system + ": not read in time, see view.source_deadline");
  }
}
