// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are, they end in a view or in an exception that says what is wrong. */
class StrictUnpicklerPropertyTest {
  private static final byte[] PYTHONS = oracle();

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          Integer.class,
          Long.class,
          BigInteger.class,
          Double.class,
          Boolean.class,
          PythonClass.class,
          Object.class); // the library's own mark on its stack

  private static byte[] oracle() {
    try {
      return Files.readAllBytes(LoadedByPython.resource("/fixtures/concertim/oracle/view.pickle4"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A change of the pickle.
   *
   * @param drop so many bytes are left out there
   * @param add these are put there
   */
  private record Mutation(int at, int drop, List<Byte> add) {}

  @Provide
  Arbitrary<List<Mutation>> mutations() {
    return Arbitraries.integers()
        .between(0, PYTHONS.length - 1)
        .flatMap(
            at ->
                Arbitraries.integers()
                    .between(0, 4)
                    .flatMap(
                        drop ->
                            Arbitraries.bytes()
                                .list()
                                .ofMaxSize(4)
                                .map(add -> new Mutation(at, drop, add))))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Property(tries = 3000)
  void aChangedPickleOfThePythonServices(@ForAll("mutations") List<Mutation> mutations) {
    byte[] pickle = PYTHONS;
    for (Mutation mutation : mutations) {
      int at = Math.min(mutation.at(), pickle.length);
      int after = Math.min(at + mutation.drop(), pickle.length);
      byte[] changed = Arrays.copyOf(pickle, at + mutation.add().size() + pickle.length - after);
      for (int i = 0; i < mutation.add().size(); i++) {
        changed[at + i] = mutation.add().get(i);
      }
      System.arraycopy(pickle, after, changed, at + mutation.add().size(), pickle.length - after);
      pickle = changed;
    }
    endsWell(pickle);
  }

  @Property(tries = 500)
  void aPickleThatIsCutShort(@ForAll @IntRange(max = 20_000) int length) {
    endsWell(Arrays.copyOf(PYTHONS, Math.min(length, PYTHONS.length)));
  }

  @Property(tries = 5000)
  void anyBytes(@ForAll byte[] bytes) {
    endsWell(bytes);
  }

  @Provide
  Arbitrary<List<Byte>> opcodes() {
    String most = "\u0080\u0004(N\u0088\u0089K\1M\1\1J\1\0\0\0G\u008c\1a)\u0085\u0086\u0087t]ae}su";
    return Arbitraries.of((most + "\u0094q\1h\1h\0\u0093\u0081b.cR0").chars().boxed().toList())
        .map(Integer::byteValue)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 5000)
  void opcodesInAnyOrder(@ForAll("opcodes") List<Byte> opcodes) {
    byte[] bytes = new byte[opcodes.size() + 1];
    for (int i = 0; i < opcodes.size(); i++) {
      bytes[i] = opcodes.get(i);
    }
    bytes[opcodes.size()] = '.';
    endsWell(bytes);
  }

  @Property(tries = 200)
  void anyTextOfAnyByte(@ForAll @Size(max = 200) List<@ByteRange(min = 32) Byte> bytes) {
    byte[] text = new byte[bytes.size()];
    for (int i = 0; i < text.length; i++) {
      text[i] = bytes.get(i);
    }
    endsWell(text);
  }

  private static void endsWell(byte[] pickle) {
    try {
      onlyPlainValues(StrictUnpickler.load(pickle));
      assertNotNull(ViewPickleReader.read(pickle, Instant.EPOCH));
    } catch (IOException e) {
      assertNotNull(e.getMessage());
    }
  }

  private static void onlyPlainValues(Object loaded) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> left = new ArrayDeque<>();
    add(left, loaded);
    while (!left.isEmpty()) {
      Object value = left.pop();
      if (!seen.add(value)) {
        continue;
      }
      if (value instanceof List<?> list) {
        list.forEach(item -> add(left, item));
      } else if (value instanceof Map<?, ?> map) {
        map.keySet().forEach(key -> add(left, key));
        map.values().forEach(item -> add(left, item));
      } else if (value instanceof Object[] tuple) {
        Arrays.asList(tuple).forEach(item -> add(left, item));
      } else if (value instanceof PythonObject object) {
        add(left, object.attributes());
      } else {
        assertTrue(PLAIN.contains(value.getClass()), () -> "a " + value.getClass());
      }
    }
  }

  private static void add(Deque<Object> left, Object value) {
    if (value != null) {
      left.add(value);
    }
  }
}
