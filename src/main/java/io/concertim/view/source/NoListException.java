package io.concertim.view.source;

import java.io.IOException;

/** An answer in JSON that is not the list that was asked for. */
final class NoListException extends IOException {
  private static final long serialVersionUID = 1L;

  NoListException(String message) {
    super(message);
  }
}
