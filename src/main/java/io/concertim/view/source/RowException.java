package io.concertim.view.source;

/** One object of an answer that cannot be understood; the others go on without it. */
public final class RowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, to be read after the object's kind and id
   */
  public RowException(String message) {
    super(message);
  }
}
