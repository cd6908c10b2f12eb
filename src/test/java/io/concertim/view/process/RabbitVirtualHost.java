// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.lab.Publisher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A virtual host of a test's own on the RabbitMQ of this machine.
 *
 * <p>Each command of rabbitmqctl starts an Erlang machine, which costs a second and a half of
 * processor time. So virtual hosts are made several at once, and all are removed by one command,
 * when this Java machine ends.
 */
final class RabbitVirtualHost {
  static final int PORT = 5672;
  private static final int MADE_AT_ONCE = 8;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Queue<String> UNUSED = new ArrayDeque<>();
  private static final List<String> MADE = new ArrayList<>();
  private static final List<String> USERS = new ArrayList<>();

  private final String name;

  private RabbitVirtualHost(String name) {
    this.name = name;
  }

  /** Skips the test, and says so, where there is no RabbitMQ that we may administer. */
  static RabbitVirtualHost make() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 1000);
    } catch (IOException e) {
      Assumptions.abort("no RabbitMQ listens on 127.0.0.1:" + PORT);
    }
    synchronized (UNUSED) {
      if (UNUSED.isEmpty()) {
        try {
          makeSeveral();
        } catch (IOException e) {
          Assumptions.abort("rabbitmqctl does not work here: " + e.getMessage());
        }
      }
      return new RabbitVirtualHost(UNUSED.remove());
    }
  }

  private static void makeSeveral() throws IOException {
    List<String> names = Stream.generate(RabbitVirtualHost::newName).limit(MADE_AT_ONCE).toList();
    if (MADE.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(new Thread(RabbitVirtualHost::removeAll));
    }
    MADE.addAll(names);
    define(
        Map.of(
            "vhosts",
            names.stream().map(name -> Map.of("name", name)).toList(),
            "permissions",
            names.stream().map(name -> permissions("guest", name, ".*", ".*", ".*")).toList()));
    UNUSED.addAll(names);
  }

  private static String newName() {
    return "concertim-test-" + UUID.randomUUID();
  }

  private static Map<String, String> permissions(
      String user, String virtualHost, String configure, String write, String read) {
    return Map.of(
        "user", user, "vhost", virtualHost, "configure", configure, "write", write, "read", read);
  }

  private static void define(Map<String, Object> definitions) throws IOException {
    control(JSON.writeValueAsString(definitions), "import_definitions");
  }

  String name() {
    return name;
  }

  Publisher publisher() throws IOException {
    return new Publisher("127.0.0.1", PORT, name);
  }

  /** A user with these permissions in this virtual host; its password is its name. */
  String user(String configure, String write, String read) throws IOException {
    String user = newName();
    synchronized (UNUSED) {
      USERS.add(user);
    }
    permit(user, configure, write, read);
    return user;
  }

  /** Gives such a user these permissions instead. */
  void permit(String user, String configure, String write, String read) throws IOException {
    synchronized (UNUSED) {
      define(
          Map.of(
              "users",
              List.of(Map.of("name", user, "password", user, "tags", "")),
              "permissions",
              List.of(permissions(user, name, configure, write, read))));
    }
  }

  /** Its queues with the number of their messages, its exchanges and its bindings. */
  String contents() throws IOException {
    return control(
        "",
        "eval",
        """
        {rabbit_amqqueue:info_all(<<"%1$s">>, [name, messages]),
         rabbit_exchange:info_all(<<"%1$s">>, [name, type]),
         rabbit_binding:info_all(<<"%1$s">>)}.
        """
            .formatted(name));
  }

  private static String control(String input, String... arguments) throws IOException {
    Process process = start(arguments).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException("rabbitmqctl " + arguments[0] + ": " + printed);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    return printed;
  }

  private static ProcessBuilder start(String... arguments) {
    return new ProcessBuilder(
        Stream.concat(Stream.of("rabbitmqctl", "-q"), Stream.of(arguments)).toList());
  }

  /** It is not waited for: what starts this Java machine allows its end only some seconds. */
  private static void removeAll() {
    String remove =
        """
        [rabbit_vhost:delete(Name, <<"concertim-test">>) || Name <- [%s]],
        [rabbit_auth_backend_internal:delete_user(Name, <<"concertim-test">>) || Name <- [%s]].
        """
            .formatted(binaries(MADE), binaries(USERS));
    try {
      start("eval", remove)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      System.err.println("the virtual hosts " + MADE + " stay: " + e.getMessage());
    }
  }

  private static String binaries(List<String> names) {
    return names.stream().map("<<\"%s\">>"::formatted).collect(Collectors.joining(", "));
  }
}
