// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Table;
import io.concertim.view.model.layer.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any password signs in to all three systems, as nothing on the way gives it a meaning. */
class PasswordTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p@ss:w/rd?x=1&y=2#z",
        "100%25 of %2F and %zz",
        "\"quotes\" 'and' \\back\\slashes\\",
        "{{env:HOME}} ${env:HOME} RAW(x) {{?sys:user.home}}",
        "gr\u00FC\u00DFe \u20AC \uD83D\uDD11",
        " blanks around ",
        "- yaml: [or, not] # comment"
      })
  void signsInWhateverItIsMadeOf(String password) throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      give(lab.world().users(), password);
      give(lab.world().cloudUsers(), password);
      give(lab.world().tenants(), password);

      LabSync sync = LabSync.run(lab.config().set("view.retries", 0), folder);

      for (Source source : Source.values()) {
        assertTrue(sync.status(source).complete(), sync.status(source)::reason);
      }
    }
  }

  private static void give(Table users, String password) {
    users.rows().forEach(user -> users.set(user.path("id").asText(), "password", password));
  }
}
