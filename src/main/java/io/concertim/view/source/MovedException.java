package io.concertim.view.source;

/** The system says that the object is to be asked for elsewhere (3xx). */
public final class MovedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String location;

  public MovedException(String message, String location, Throwable cause) {
    super(message, cause);
    this.location = location;
  }

  /** The address the system named. */
  public String location() {
    return location;
  }
}
