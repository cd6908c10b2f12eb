// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

/**
 * How much a system may send: what this Java machine's heap can hold beside the view. Whatever is
 * larger makes its source stale, and nothing else. See docs/reliability.md.
 *
 * @param bodyBytes most bytes of one answer, unpacked; above 4 MB they are kept in a file
 * @param documentBytes most bytes of an answer about one object, which is kept whole
 * @param documentTokens most values, names, brackets and braces of JSON in it
 * @param rowBytes most bytes of one row of a list
 * @param rowTokens most values, names, brackets and braces of JSON in it
 * @param rows most rows of one list, all its pages together
 * @param keptBytes most bytes of memory for the texts that are kept of one list, each object once
 * @param keptValues most values that are kept of one list: fields, elements, names of a map
 */
public record Bounds(
    long bodyBytes,
    long documentBytes,
    long documentTokens,
    long rowBytes,
    long rowTokens,
    long rows,
    long keptBytes,
    long keptValues) {
  /** The body of an error, which is for people; what is longer is cut off. */
  public static final long ERROR_BYTES = 64L << 10;

  /** The answer to a sign-in: a catalog of many regions has 100 KB. */
  public static final long SIGN_IN_BYTES = 1L << 20;

  /** Lines of the head of an answer, and characters of each. */
  public static final int HEADERS = 200;

  public static final int HEADER_CHARACTERS = 16 << 10;

  /**
   * The system property that sets another heap to derive them from, in bytes; {@code view.memory}
   * of the configuration is put there before the first bound is needed.
   */
  public static final String MEMORY = "view.memory";

  /** Those of this process. */
  public static final Bounds OURS = ofHeap(Long.getLong(MEMORY, Runtime.getRuntime().maxMemory()));

  /** What suits a heap of so many bytes. */
  public static Bounds ofHeap(long heap) {
    return new Bounds(
        Math.min(heap, 512L << 20),
        heap / 16,
        heap / 512,
        heap / 64,
        heap / 4096,
        heap / 2048,
        heap / 16,
        heap / 160);
  }
}
