// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.model.layer.SourceCost;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.StoredView;
import io.concertim.view.web.Management;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagementListenerTest {
  @TempDir Path folder;

  @Test
  void takesTheAddressOnceItIsFreeAndGivesItBack() throws Exception {
    DataDirectory directory = DataDirectory.open(folder);
    Management management =
        new Management(
            () -> null,
            () -> "",
            directory,
            new StoredView(directory),
            State::empty,
            "view",
            Duration.ofMinutes(1),
            Map.of(),
            source -> new SourceCost(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            List::of);
    InetSocketAddress address;
    ManagementListener listener;
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());
      listener = new ManagementListener(address, management::listen);
      listener.start(Duration.ofMillis(20));
    }

    await()
        .atMost(60, SECONDS)
        .ignoreException(ConnectException.class)
        .until(() -> isAnswered(address));

    listener.close();
    assertThrows(ConnectException.class, () -> isAnswered(address));
  }

  private static boolean isAnswered(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(5), US_ASCII).equals("HTTP/");
    }
  }
}
