// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.concertim.view.pieces.Piece;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pieces of a file are made, and which come from the file in place. */
class PieceFileTest {
  private static final String LONG = "long ".repeat(50_000);

  @TempDir private Path folder;
  private Path target;
  private PieceFile file;
  private final List<String> made = new ArrayList<>();

  @BeforeEach
  void writeFirst() throws IOException {
    target = folder.resolve("view.json");
    file = new PieceFile(target);
    assertEquals("1(one)(" + LONG + ")(three)", replaced("1", "one", LONG, "three"));
  }

  /** Replaces the file; each text is a piece, found by its first letter. */
  private String replaced(String head, String... texts) throws IOException {
    return replaced(() -> {}, head, texts);
  }

  private interface Step {
    void run() throws IOException;
  }

  private String replaced(Step beforeTheLast, String head, String... texts) throws IOException {
    Path written =
        file.beside(
            pieces -> {
              made.clear();
              pieces.out().write(head.getBytes(StandardCharsets.UTF_8));
              for (int i = 0; i < texts.length; i++) {
                String text = texts[i];
                if (i == texts.length - 1) {
                  beforeTheLast.run();
                }
                pieces.add(
                    new Piece(text.charAt(0), text, null),
                    () -> {
                      made.add(text);
                      pieces.out().write(("(" + text + ")").getBytes(StandardCharsets.UTF_8));
                    });
              }
            });
    Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    return Files.readString(target);
  }

  @Test
  void onlyWhatIsAnotherPieceIsMade() throws IOException {
    assertEquals("23(one)(" + LONG + ")(tea)", replaced("23", "one", LONG, "tea"));
    assertEquals(List.of("tea"), made);
  }

  @Test
  void piecesAreFoundWhereOthersWereAddedRemovedOrPutElsewhere() throws IOException {
    assertEquals("4(three)(new)(one)(" + LONG + ")", replaced("4", "three", "new", "one", LONG));
    assertEquals(List.of("new"), made);
    assertEquals("5(" + LONG + ")(one)", replaced("5", LONG, "one"));
    assertEquals(List.of(), made);
  }

  @Test
  void allIsMadeAgainIfTheFileIsOfAnotherProgram() throws IOException {
    Files.writeString(target, "written in place");
    assertEquals("2(one)(" + LONG + ")", replaced("2", "one", LONG));
    assertEquals(List.of("one", LONG), made);

    Files.delete(target);
    assertEquals("3(one)", replaced("3", "one"));
    assertEquals(List.of("one"), made);
  }

  @Test
  void allIsMadeAgainIfTheFileDidNotComeInPlace() throws IOException {
    file.beside(pieces -> pieces.out().write('x'));

    assertEquals("2(one)", replaced("2", "one"));
    assertEquals(List.of("one"), made);
  }

  @Test
  void allIsMadeAgainIfAnotherProgramWritesWhileItIsCopied() throws IOException {
    Step overwrite = () -> Files.writeString(target, "0(xxx)(" + LONG.replace('l', 'L') + ")");
    Step cut = () -> Files.newByteChannel(target, StandardOpenOption.WRITE).truncate(3).close();
    for (Step meddle : List.of(overwrite, cut)) {
      assertEquals("2(one)(" + LONG + ")(three)", replaced(meddle, "2", "one", LONG, "three"));
      assertEquals(List.of("one", LONG, "three"), made);
    }
  }
}
