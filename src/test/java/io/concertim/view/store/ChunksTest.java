package io.concertim.view.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunksTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 300_000})
  void givesBackWhatWasWrittenInPiecesOfAnySize(int size) throws IOException {
    byte[] bytes = new byte[size];
    Random random = new Random(size);
    random.nextBytes(bytes);
    Chunks chunks = new Chunks();
    for (int at = 0; at < size; ) {
      int some = Math.min(size - at, random.nextInt(70_000));
      chunks.write(bytes, at, some);
      at += some;
    }
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream in = chunks.read()) {
      in.transferTo(read);
      assertEquals(-1, in.read());
    }
    assertArrayEquals(bytes, read.toByteArray());
  }

  @Test
  void takesAndGivesSingleBytes() throws IOException {
    Chunks chunks = new Chunks();
    chunks.write(0xff);
    chunks.write(7);
    InputStream in = chunks.read();
    assertEquals(2, in.available());
    assertEquals(0xff, in.read());
    assertEquals(7, in.read());
    assertEquals(-1, in.read());
  }
}
