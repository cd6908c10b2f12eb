// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.concertim.view.mapping.RandomViews;
import io.concertim.view.model.view.View;
import io.concertim.view.pieces.Piece;
import io.concertim.view.pieces.Pieces;
import io.concertim.view.python.ViewPickle;
import io.concertim.view.python.ViewPickles;
import io.concertim.view.store.PieceFile;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import net.jqwik.api.statistics.Statistics;

/** Files that are put together from pieces of earlier ones are what a first writing makes. */
class PiecesPropertyTest {
  private Path folder;
  private int made;
  private int all;

  @BeforeProperty
  void open() throws IOException {
    folder = Files.createTempDirectory("pieces");
  }

  @AfterProperty
  void clean() throws IOException {
    for (String file : List.of("view.json", "view.pickle")) {
      Files.deleteIfExists(folder.resolve(file));
    }
    Files.delete(folder);
  }

  @Provide
  Arbitrary<List<View>> histories() {
    return RandomViews.histories();
  }

  @Property(tries = 300)
  void viewJson(@ForAll("histories") List<View> views) throws IOException {
    PieceFile file = new PieceFile(folder.resolve("view.json"));
    for (View view : views) {
      byte[] written = replaced(file, "view.json", pieces -> ViewJson.write(view, pieces));
      assertArrayEquals(ViewJson.bytes(view), written);
      assertArrayEquals(StoreJson.MAPPER.writeValueAsBytes(view), written);
    }
  }

  @Property(tries = 300)
  void viewPickle(@ForAll("histories") List<View> views) throws IOException {
    PieceFile file = new PieceFile(folder.resolve("view.pickle"));
    ViewPickles pickles = new ViewPickles();
    for (View view : views) {
      byte[] written = replaced(file, "view.pickle", pieces -> pickles.write(view, pieces));
      assertArrayEquals(ViewPickle.bytes(view), written);
    }
  }

  private byte[] replaced(PieceFile file, String name, PieceFile.Content content)
      throws IOException {
    made = 0;
    all = 0;
    Path written = file.beside(pieces -> content.write(new Counted(pieces)));
    if (all > 0) {
      Statistics.collect(made == 0 ? "none made" : made < all ? "some made" : "all made");
    }
    Files.move(written, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    Statistics.coverage(coverage -> coverage.check("some made").percentage(share -> share > 20));
    return Files.readAllBytes(folder.resolve(name));
  }

  private final class Counted implements Pieces {
    private final Pieces pieces;

    Counted(Pieces pieces) {
      this.pieces = pieces;
    }

    @Override
    public OutputStream out() {
      return pieces.out();
    }

    @Override
    public void begin(Object context) {
      pieces.begin(context);
    }

    @Override
    public boolean addSame(Object shown) throws IOException {
      boolean same = pieces.addSame(shown);
      all += same ? 1 : 0;
      return same;
    }

    @Override
    public void add(Piece piece, Content content) throws IOException {
      all++;
      pieces.add(
          piece,
          () -> {
            made++;
            content.write();
          });
    }
  }
}
