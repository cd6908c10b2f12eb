// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;

/** Read back with a second implementation of the format, where there is no Python too. */
class PickleWriterTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PickleWriter out = new PickleWriter(written);

  @Test
  void writesScalarsOfEveryKind() throws IOException {
    List<Object> values =
        Arrays.asList(null, true, false, 0, 255, 256, 70_000, -1, 1L << 40, 0.5, "", "Größe");
    out.list();
    for (Object value : values) {
      out.scalar(value);
      out.append();
    }

    assertEquals(values, read());
  }

  @Test
  void writesDecimalsAsFloats() throws IOException {
    out.scalar(new BigDecimal("12.50"));

    assertEquals(12.5, read());
  }

  @Test
  void writesTuplesOfTwoAndThree() throws IOException {
    out.scalar("a");
    out.scalar("b");
    out.tuple2();
    out.scalar(null);
    out.scalar("c");
    out.tuple3();

    assertArrayEquals(new Object[] {new Object[] {"a", "b"}, null, "c"}, (Object[]) read());
  }

  @Test
  void sharesWhatIsRememberedAndNothingElse() throws IOException {
    out.list();
    out.list();
    out.remember("key");
    out.append();
    out.recall("key");
    out.append();
    out.list();
    out.append();

    List<?> lists = (List<?>) read();

    assertSame(lists.get(0), lists.get(1));
    assertNotSame(lists.get(0), lists.get(2));
    assertFalse(out.recall("another key"));
  }

  @Test
  void remembersMoreThanOneByteCanCount() throws IOException {
    out.list();
    for (int i = 0; i < 600; i++) {
      out.recurring("text " + i % 300);
      out.append();
    }

    List<?> texts = (List<?>) read();

    assertEquals("text 299", texts.get(299));
    assertEquals("text 299", texts.get(599));
    assertEquals("text 3", texts.get(303));
  }

  private Object read() throws IOException {
    out.finish();
    return new Unpickler().loads(written.toByteArray());
  }
}
