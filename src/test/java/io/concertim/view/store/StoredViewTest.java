// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.model.view.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that this process has made is shown before and after it is in place, and never read. */
class StoredViewTest {
  private static final String NOT_READ = "what would fail if it were read";

  @TempDir private Path folder;
  private StoredView stored;
  private View view;

  @BeforeEach
  void make() throws IOException {
    stored = new StoredView(DataDirectory.open(folder));
    Files.writeString(stored.file(), NOT_READ);
    view = SampleView.small();
    stored.make(view);
  }

  private Path written() throws IOException {
    Path next = Files.writeString(folder.resolve("next"), NOT_READ + " either");
    stored.written(next);
    return next;
  }

  private void assertShown() throws IOException {
    assertSame(view, stored.view().orElseThrow());
    assertEquals(view.generation(), stored.digest().orElseThrow().generation());
  }

  @Test
  void isShownBeforeItIsInPlace() throws IOException {
    assertShown();
    assertArrayEquals(ViewJson.bytes(view), stored.bytes());

    written();

    assertShown();
    assertArrayEquals(ViewJson.bytes(view), stored.bytes());
  }

  @Test
  void isShownAsSoonAsItIsInPlace() throws IOException {
    Files.move(written(), stored.file(), ATOMIC_MOVE);

    assertShown();
    assertArrayEquals(Files.readAllBytes(stored.file()), stored.bytes());
  }

  @Test
  void isNotShownOnceAnotherProcessHasReplacedTheFile() throws IOException {
    Files.move(written(), stored.file(), ATOMIC_MOVE);
    View another = SampleView.of(List.of(), List.of());
    Path others = Files.write(folder.resolve("others"), ViewJson.bytes(another));
    Files.move(others, stored.file(), ATOMIC_MOVE);

    assertEquals(another.devices(), stored.view().orElseThrow().devices());
  }

  @Test
  void isNotShownOnceAnotherProgramHasWrittenTheFile() throws IOException {
    Files.writeString(stored.file(), "something else");

    assertThrows(IOException.class, stored::view);
  }
}
