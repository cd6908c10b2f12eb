// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlPathTest {
  @ParameterizedTest
  @CsvSource({
    "5e000000-0000-4000-8000-0000000000a1, 5e000000-0000-4000-8000-0000000000a1",
    "../x, ..%2Fx",
    ".., %2E%2E",
    "a?b=c#d, a%3Fb%3Dc%23d",
    "a b+ü, a%20b%2B%C3%BC",
    "${exec:id}, %24%7Bexec%3Aid%7D",
    "{{x}}, %7B%7Bx%7D%7D"
  })
  void whateverItHoldsItIsOneSegment(String text, String segment) {
    assertEquals(segment, UrlPath.segment(text));
  }
}
