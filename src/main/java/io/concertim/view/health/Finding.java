package io.concertim.view.health;

/**
 * What a look at one thing has found.
 *
 * @param well whether all is as it should be
 * @param detail how it is; where it is not well, the cause
 * @param remedy what to do about it; null where all is well
 */
record Finding(boolean well, String detail, String remedy) {
  static Finding well(String detail) {
    return new Finding(true, detail, null);
  }

  static Finding ill(String cause, String remedy) {
    return new Finding(false, cause, remedy);
  }
}
