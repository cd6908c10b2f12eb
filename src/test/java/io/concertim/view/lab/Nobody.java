// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port that refuses connections, and that nobody else can take while this Java machine lives. */
public final class Nobody {
  private static final Socket BOUND = bound();

  private Nobody() {}

  /** Its address, without a path. */
  public static String url() {
    return "http://127.0.0.1:" + BOUND.getLocalPort();
  }

  private static Socket bound() {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }
}
