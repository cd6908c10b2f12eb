// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.history.Change;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "web|web",
        "=cmd' /C calc'!A0|'=cmd' /C calc'!A0",
        "+1,2|\"'+1,2\"",
        "@SUM(A1)|'@SUM(A1)",
        "-x|'-x",
        "-2.5|-2.5",
        "\uFF1D1+1|'\uFF1D1+1",
        "\uFF0B1|'\uFF0B1",
        "\uFF0D1|'\uFF0D1",
        "\uFF20SUM(A1)|'\uFF20SUM(A1)",
        "say \"hi\"|\"say \"\"hi\"\"\"",
      })
  void isNoFormula(String name, String cell) {
    Change change =
        new Change(
            Instant.parse("2026-11-24T10:00:00Z"),
            7,
            "full sync",
            null,
            "rack",
            "57",
            name,
            Change.Op.ADDED,
            null,
            null,
            null,
            null,
            null);

    assertEquals(
        "2026-11-24T10:00:00Z,7,full sync,,rack,57," + cell + ",ADDED,,,,,,,", CsvLine.of(change));
  }
}
