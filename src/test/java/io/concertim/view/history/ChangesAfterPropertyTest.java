// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.store.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ChangesAfterPropertyTest {

  /** Whatever happens in between, each change that stays is read once, in order. */
  @Property(tries = 100)
  void everyChangeIsReadOnceInOrder(@ForAll @Size(max = 40) List<@IntRange(max = 9) Integer> steps)
      throws IOException {
    Path folder = Files.createTempDirectory("changes-after");
    DataDirectory directory = DataDirectory.open(folder);
    ChangesAfter reader = new ChangesAfter(directory, null);
    List<String> told = new ArrayList<>();
    List<Entry> read = new ArrayList<>();
    long generation = 0;
    for (int step : steps) {
      if (step < 4) { // a view; of which a crash takes back the changes, and another follows
        boolean isAside = step == 0 && ids(read).equals(told);
        generation++;
        List<Change> view = view(generation, step + 1, "");
        new ChangeLog(directory, isAside ? 1 : 1 << 20).add(view);
        if (step == 3) {
          read.addAll(reader.next(generation - 1, 9).changes());
          new ChangeLog(directory, 1 << 20).takeBack(generation - 1);
          view = view(generation, 2, "again ");
          new ChangeLog(directory, 1 << 20).add(view);
        }
        view.forEach(change -> told.add(change.id()));
      } else if (step < 8) {
        ChangesAfter.Next next = reader.next(generation, step - 3);
        assertFalse(next.gap());
        read.addAll(next.changes());
      } else { // a restart
        reader =
            new ChangesAfter(directory, read.isEmpty() ? null : read.get(read.size() - 1).id());
      }
    }
    read.addAll(reader.next(generation, 1 << 20).changes());

    assertEquals(told, ids(read));
    remove(folder);
  }

  private static List<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.change().id()).toList();
  }

  private static List<Change> view(long generation, int count, String prefix) {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String device = prefix + generation + "." + i;
      changes.add(SomeChanges.status(generation, device, "ACTIVE", "FAILED"));
    }
    return changes;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
