package io.concertim.view.source;

/** The system itself says that the object does not exist (404). */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
