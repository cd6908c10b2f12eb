package io.concertim.view.web;

import java.io.IOException;

/** Answers a question; nothing is ever changed by one. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers.
   *
   * @throws BadRequestException if the question makes no sense
   * @throws IOException if what it is about cannot be read
   */
  Answer answer(Request request) throws IOException, BadRequestException;
}
