// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes Python values as a pickle of protocol 4, which Python 3.4 and later read.
 *
 * <p>A value is shared in Python only where the caller says so with {@link #remember}: a library
 * that shares by Java identity would make one Python list of every {@code List.of()}, and the
 * services change lists and dicts in place (suite.md section 3). What is remembered has a number of
 * its own, so that an object is written as the same bytes wherever it stands in the pickle. Opcodes
 * are those of Python's pickletools.
 */
final class PickleWriter {
  private static final int PROTO = 0x80;
  private static final int PROTOCOL = 4;
  private static final int STOP = '.';
  private static final int NONE = 'N';
  private static final int NEWTRUE = 0x88;
  private static final int NEWFALSE = 0x89;
  private static final int BININT1 = 'K';
  private static final int BININT2 = 'M';
  private static final int BININT = 'J';
  private static final int LONG4 = 0x8b;
  private static final int BINFLOAT = 'G';
  private static final int SHORT_BINUNICODE = 0x8c;
  private static final int BINUNICODE = 'X';
  private static final int EMPTY_LIST = ']';
  private static final int APPEND = 'a';
  private static final int EMPTY_DICT = '}';
  private static final int SETITEM = 's';
  private static final int TUPLE2 = 0x86;
  private static final int TUPLE3 = 0x87;
  private static final int EMPTY_TUPLE = ')';
  private static final int STACK_GLOBAL = 0x93;
  private static final int NEWOBJ = 0x81;
  private static final int BUILD = 'b';
  private static final int POP = '0';
  private static final int BINPUT = 'q';
  private static final int LONG_BINPUT = 'r';
  private static final int BINGET = 'h';
  private static final int LONG_BINGET = 'j';

  private final Map<Object, Integer> memo = new HashMap<>();
  private final OutputStream written;
  private final byte[] buffer = new byte[1 << 13];
  private int length;

  /**
   * @param written gets the pickle; a failure to write comes out as an {@link UncheckedIOException}
   */
  PickleWriter(OutputStream written) {
    this.written = written;
    opcode(PROTO);
    opcode(PROTOCOL);
  }

  /** Takes the value that was just written away again, once it is remembered. */
  void pop() {
    opcode(POP);
  }

  /** Ends the pickle; the stream stays open. */
  void finish() {
    opcode(STOP);
    flush();
  }

  /** Writes null, a text, a boolean or a number; other numbers than whole ones become floats. */
  void scalar(Object value) {
    if (value == null) {
      opcode(NONE);
    } else if (value instanceof Boolean flag) {
      opcode(flag ? NEWTRUE : NEWFALSE);
    } else if (value instanceof Integer number) {
      integer(number);
    } else if (value instanceof Long || value instanceof BigInteger) {
      whole(new BigInteger(value.toString()));
    } else if (value instanceof Number number) {
      opcode(BINFLOAT);
      bigEndian(Double.doubleToLongBits(number.doubleValue()));
    } else {
      text(value.toString());
    }
  }

  private void integer(int number) {
    if (number >= 0 && number < 1 << 8) {
      opcode(BININT1);
      littleEndian(number, 1);
    } else if (number >= 0 && number < 1 << 16) {
      opcode(BININT2);
      littleEndian(number, 2);
    } else {
      opcode(BININT);
      littleEndian(number, 4);
    }
  }

  private void whole(BigInteger number) {
    byte[] digits = number.toByteArray();
    opcode(LONG4);
    littleEndian(digits.length, 4);
    for (int i = digits.length - 1; i >= 0; i--) {
      littleEndian(digits[i], 1);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 1 << 8) {
      opcode(SHORT_BINUNICODE);
      littleEndian(utf8.length, 1);
    } else {
      opcode(BINUNICODE);
      littleEndian(utf8.length, 4);
    }
    if (utf8.length > buffer.length) {
      flush();
      write(utf8, utf8.length);
    } else {
      room(utf8.length);
      System.arraycopy(utf8, 0, buffer, length, utf8.length);
      length += utf8.length;
    }
  }

  /** Remembers a text that recurs, such as an attribute's name. */
  void define(String text) {
    text(text);
    remember(text);
    pop();
  }

  /** Remembers a class. */
  void define(PythonClass type) {
    global(type);
    remember(type);
    pop();
  }

  private void global(PythonClass type) {
    text(type.module);
    text(type.className);
    opcode(STACK_GLOBAL);
  }

  /** Writes a text that may be one that is remembered. */
  void recurring(String text) {
    if (text == null || !recall(text)) {
      scalar(text);
    }
  }

  /**
   * Writes a reference to the Python value that was remembered under an equal key.
   *
   * @return false, with nothing written, if there is none
   */
  boolean recall(Object key) {
    Integer index = memo.get(key);
    if (index == null) {
      return false;
    }
    numbered(BINGET, LONG_BINGET, index);
    return true;
  }

  /**
   * Lets later {@link #recall}s of the key mean the value that was just written. A key that was
   * remembered before keeps its number.
   */
  void remember(Object key) {
    Integer known = memo.get(key);
    int index = known == null ? memo.size() : known;
    memo.put(key, index);
    numbered(BINPUT, LONG_BINPUT, index);
  }

  private void numbered(int shortCode, int longCode, int index) {
    boolean small = index < 1 << 8;
    opcode(small ? shortCode : longCode);
    littleEndian(index, small ? 1 : 4);
  }

  /** Starts a list; after each item comes {@link #append}. */
  void list() {
    opcode(EMPTY_LIST);
  }

  void append() {
    opcode(APPEND);
  }

  /** Starts a dict; after each key and value comes {@link #setItem}. */
  void dict() {
    opcode(EMPTY_DICT);
  }

  void setItem() {
    opcode(SETITEM);
  }

  /** Makes a tuple of the two values just written. */
  void tuple2() {
    opcode(TUPLE2);
  }

  /** Makes a tuple of the three values just written. */
  void tuple3() {
    opcode(TUPLE3);
  }

  /** Starts an instance and the dict of its attributes; {@link #endInstance} ends both. */
  void instance(PythonClass type) {
    if (!recall(type)) {
      global(type);
    }
    opcode(EMPTY_TUPLE);
    opcode(NEWOBJ);
    dict();
  }

  void endInstance() {
    opcode(BUILD);
  }

  private void opcode(int code) {
    littleEndian(code, 1);
  }

  private void littleEndian(int value, int bytes) {
    room(bytes);
    for (int i = 0; i < bytes; i++) {
      buffer[length++] = (byte) (value >>> (8 * i));
    }
  }

  private void bigEndian(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (value >>> shift);
    }
  }

  private void room(int bytes) {
    if (buffer.length - length < bytes) {
      flush();
    }
  }

  /** Hands over all that was written until now. */
  void flush() {
    write(buffer, length);
    length = 0;
  }

  private void write(byte[] bytes, int count) {
    try {
      written.write(bytes, 0, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
