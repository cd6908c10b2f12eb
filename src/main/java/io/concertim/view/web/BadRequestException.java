package io.concertim.view.web;

/** Says what is wrong with a request; answered with 400. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
