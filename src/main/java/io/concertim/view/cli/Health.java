// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.concertim.view.store.QueueHealthFile;
import io.concertim.view.store.RegularFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.ExitCode;

/**
 * The health check of a container: whether the view is kept up to date, as seen from outside of the
 * process.
 */
final class Health {
  private static final int ANSWER_MILLIS = 3000;

  private Health() {}

  /**
   * 0 if view.json is complete and not too old, else 1.
   *
   * @param maxAge an older view.json is too old
   */
  static int check(Path dataDirectory, Duration maxAge, Instant now, PrintWriter out) {
    Path view = dataDirectory.resolve("view.json");
    try {
      FileTime written = Files.getLastModifiedTime(view);
      Duration age = Duration.between(written.toInstant(), now);
      boolean isOld = age.compareTo(maxAge) > 0;
      out.println(
          "%s was written %d s ago%s"
              .formatted(
                  view,
                  age.toSeconds(),
                  isOld ? ", more than view.max_age (" + maxAge.toSeconds() + " s)" : ""));
      boolean isWhole = isWhole(view);
      if (!isWhole) {
        out.println(view + " is not whole");
      }
      return isWhole && !isOld ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      out.println(view + " cannot be read: " + e);
      return ExitCode.SOFTWARE;
    }
  }

  /** 0 if view_queue recorded in the last minute that notifications arrive, else 1. */
  static int checkQueue(Path dataDirectory, Instant now, PrintWriter out) {
    Path file = dataDirectory.resolve("view_queue.health");
    try {
      QueueHealthFile health = QueueHealthFile.read(file);
      out.println(
          (health.listening()
                  ? "notifications reach view_queue"
                  : "no notifications reach view_queue: " + health.failure())
              + " ("
              + Duration.between(health.at(), now).toSeconds()
              + " s ago)");
      return health.isListening(now) ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      out.println(file + " cannot be read: " + e);
      return ExitCode.SOFTWARE;
    }
  }

  /**
   * 0 if {@code /live} of the process answers with 200, else 1.
   *
   * @param needed whether an answer is required: at a default address another program may listen
   */
  static int checkLive(InetSocketAddress address, boolean needed, PrintWriter out) {
    boolean any = address.getAddress().isAnyLocalAddress();
    String host = any ? "127.0.0.1" : address.getHostString();
    String url = "http://" + (host.contains(":") ? "[" + host + "]" : host);
    url += ":" + address.getPort() + "/live";
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      int status = connection.getResponseCode();
      connection.disconnect();
      out.println(url + " answers " + status);
      boolean lives = status == HttpURLConnection.HTTP_OK;
      boolean isAnothers = !needed && status != HttpURLConnection.HTTP_UNAVAILABLE;
      return lives || isAnothers ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException e) {
      out.println(url + " does not answer: " + e.getMessage());
      return needed ? ExitCode.SOFTWARE : ExitCode.OK;
    }
  }

  /** Reads the file to its end, keeping nothing. */
  private static boolean isWhole(Path view) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(RegularFile.of(view).toFile())) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parser.skipChildren().nextToken() == null;
    }
  }
}
