// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the files of the data directory come to be there, and which go. */
@Timeout(900)
class StoredFilesIT {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";
  static final List<String> FILES = List.of("view.json", "view.pickle", "layers.jsonl");

  @TempDir private static Path folder;
  private static Installation installation;
  private static List<String> calls;

  @BeforeAll
  static void lookAtASync() throws IOException, InterruptedException {
    Strace.assumeMayAttach();
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      installation =
          Installation.of(folder, lab)
              .configure(Installation.config(lab).set("view.response_timeout", "5m"))
              .sync();
      installation.lengthenJournal();
      lab.world().servers().set(WEB, "answer", Map.of("padding", "x".repeat(5 << 20)));
      calls =
          Strace.callsOfASync(
              installation,
              lab,
              "openat,fsync,rename,renameat,renameat2,unlink,unlinkat,chmod,fchmodat,link,truncate,rmdir");
    }
  }

  @Test
  void areOnTheDiskWithTheirModeBeforeOneRenamePutsThemInPlace() {
    for (String file : FILES) {
      String path = installation.data(file).toString();
      only(".*openat\\(.*\"" + path + "\\.tmp-.*O_CREAT.*, 0660[ )].*");
      int synced = only(".*fsync\\(\\d+<" + path + "\\.tmp-.*");
      int moded = only(".*chmod\\w*\\(.*\"" + path + "\\.tmp-new.*0660.*");
      int inPlace = only(".*rename\\w*\\(.*, \"" + path + "\".*");
      assertTrue(synced < moded && moded < inPlace, file + ": " + calls);
      assertFalse(
          calls.stream().anyMatch(call -> call.matches(".*(unlink|truncate).*\"" + path + "\".*")),
          file + " is never away");
    }
  }

  @Test
  void aLargeAnswerIsKeptWhereNobodyElseCanReadItAndGoes() {
    // Directories that killed processes have left are removed too.
    Pattern kept = Pattern.compile("\"([^\"]*/concertim-view-[-0-9A-F]+)/.*O_CREAT.*, 0600[ )]");
    Set<String> spools =
        calls.stream()
            .flatMap(call -> kept.matcher(call).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());
    assertEquals(1, spools.size(), "an answer is kept in a file");
    only(".*rmdir\\(\"" + Pattern.quote(spools.iterator().next()) + "\".*");
  }

  /** The place of the only call that matches. */
  private static int only(String regex) {
    List<String> found = calls.stream().filter(call -> call.matches(regex)).toList();
    assertEquals(1, found.size(), regex + " in " + calls);
    return calls.indexOf(found.get(0));
  }
}
