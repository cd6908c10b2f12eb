// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads a pickle of plain values and of the suite's own classes, and nothing else: a pickle is a
 * program that may name any class and call any function. Of the opcodes only those are run that
 * Python's protocols 2 to 5 need for a view; every other one is refused, and so is every other
 * class. What is built is a {@link PythonObject}, never an object of a class that the file names.
 */
final class StrictUnpickler extends Unpickler {
  /** No number in a view has more digits than fit in there. */
  private static final int LONGEST_NUMBER = 1024;

  /** As many as the largest view that is read has; each may take 60 bytes of memory or so. */
  private static final int MOST_OPCODES = 20_000_000;

  /** A dict's keys in the view; others could be made to take for ever to hash. */
  private static final List<Class<?>> KEYS =
      List.of(String.class, Integer.class, Long.class, Object[].class);

  private int opcodes;

  private StrictUnpickler() {}

  /**
   * The value that the pickle describes.
   *
   * @throws IOException if it is cut short, broken, or holds what a view does not hold
   */
  static Object load(byte[] pickle) throws IOException {
    try {
      return new StrictUnpickler().loads(pickle);
    } catch (PickleException e) {
      throw new IOException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IOException("it is broken: " + e, e); // the library's own checks are few
    }
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    opcodes++;
    if (opcodes > MOST_OPCODES) {
      throw new PickleException("it has more values than any view");
    }
    switch (opcode) {
      case Opcodes.BINUNICODE -> requireLength(Integer.MAX_VALUE);
      case Opcodes.LONG4 -> requireLength(LONGEST_NUMBER);
      case Opcodes.PROTO,
          Opcodes.FRAME,
          Opcodes.STOP,
          Opcodes.MARK,
          Opcodes.NONE,
          Opcodes.NEWTRUE,
          Opcodes.NEWFALSE,
          Opcodes.BININT,
          Opcodes.BININT1,
          Opcodes.BININT2,
          Opcodes.LONG1,
          Opcodes.BINFLOAT,
          Opcodes.SHORT_BINUNICODE,
          Opcodes.EMPTY_TUPLE,
          Opcodes.TUPLE1,
          Opcodes.TUPLE2,
          Opcodes.TUPLE3,
          Opcodes.TUPLE,
          Opcodes.EMPTY_LIST,
          Opcodes.APPEND,
          Opcodes.APPENDS,
          Opcodes.MEMOIZE,
          Opcodes.BINPUT,
          Opcodes.LONG_BINPUT,
          Opcodes.BINGET,
          Opcodes.LONG_BINGET -> {
        // as the library does it
      }
      default -> {
        own(opcode);
        return NO_RETURN_VALUE;
      }
    }
    return super.dispatch(opcode);
  }

  /** What the library would do for any class, or without keeping the order. */
  private void own(short opcode) throws IOException {
    switch (opcode) {
      case Opcodes.POP -> stack.pop();
      case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<Object, Object>());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        setItems(Arrays.asList(stack.pop(), value));
      }
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.GLOBAL -> {
        String module = PickleUtils.readline(input);
        stack.add(type(module, PickleUtils.readline(input)));
      }
      case Opcodes.STACK_GLOBAL -> {
        Object name = stack.pop();
        stack.add(type(stack.pop(), name));
      }
      case Opcodes.NEWOBJ -> create();
      case Opcodes.BUILD -> build();
      case Opcodes.REDUCE, Opcodes.NEWOBJ_EX, Opcodes.INST, Opcodes.OBJ ->
          throw new PickleException("it calls a function, which no view.pickle does");
      default ->
          throw new PickleException(
              "it has the opcode 0x%02x, which no view.pickle has".formatted(opcode));
    }
  }

  /** Refuses to make room for more than there is. */
  private void requireLength(int longest) throws IOException {
    input.mark(Integer.BYTES);
    long length = Integer.toUnsignedLong(PickleUtils.bytes_to_integer(input.readNBytes(4)));
    input.reset();
    if (length > longest || length > input.available()) {
      throw new PickleException("it tells of " + length + " bytes that it does not have");
    }
  }

  private void setItems(List<Object> keysAndValues) {
    @SuppressWarnings("unchecked")
    Map<Object, Object> dict = (Map<Object, Object>) stack.peek();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      if (KEYS.stream().noneMatch(type -> type.isInstance(key))) {
        throw new PickleException("it has a dict with a key that no view has");
      }
      dict.put(key, keysAndValues.get(i + 1));
    }
  }

  private static PythonClass type(Object module, Object name) {
    return Arrays.stream(PythonClass.values())
        .filter(known -> known.module.equals(module) && known.className.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PickleException(
                    "it names %s.%s, which is none of the suite's classes"
                        .formatted(shown(module), shown(name))));
  }

  private static String shown(Object name) {
    String text = name instanceof String known ? known : "?";
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private void create() {
    Object[] arguments = (Object[]) stack.pop();
    PythonClass type = (PythonClass) stack.pop();
    if (arguments.length > 0) {
      throw new PickleException("it makes a " + type.className + " with arguments");
    }
    stack.add(new PythonObject(type, new LinkedHashMap<>()));
  }

  private void build() {
    Map<?, ?> state = (Map<?, ?>) stack.pop();
    PythonObject object = (PythonObject) stack.peek();
    for (Map.Entry<?, ?> attribute : new ArrayList<>(state.entrySet())) {
      object.attributes().put((String) attribute.getKey(), attribute.getValue());
    }
  }
}
