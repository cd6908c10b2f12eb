package io.concertim.view.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.ExitCode;

/** Tells from outside, as a container's health check does, whether the view is kept up. */
final class Health {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private static final int ANSWER_MILLIS = 3000;

  private Health() {}

  /**
   * 0 if view.json is whole and not old, else 1.
   *
   * @param maxAge what was written longer ago is old
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

  /** 0 if view_queue told in the last minute that notifications reach it, else 1. */
  static int checkQueue(Path dataDirectory, Instant now, PrintWriter out) {
    Path file = dataDirectory.resolve("view_queue.health");
    try {
      JsonNode health = new ObjectMapper().readTree(file.toFile());
      Duration age = Duration.between(Instant.parse(health.path("at").asText()), now);
      boolean listening = health.path("listening").asBoolean();
      out.println(
          (listening
                  ? "notifications reach view_queue"
                  : "no notifications reach view_queue: " + health.path("failure").asText())
              + " ("
              + age.toSeconds()
              + " s ago)");
      return listening && age.compareTo(LONGEST_SILENCE) < 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (IOException | DateTimeException e) {
      out.println(file + " cannot be read: " + e);
      return ExitCode.SOFTWARE;
    }
  }

  /**
   * 0 if the process says that it lives, else 1.
   *
   * @param needed whether it must be there: at an address that nobody chose it may be another's
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

  /** Reads to the end, keeping nothing. */
  private static boolean isWhole(Path view) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(view.toFile())) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parser.skipChildren().nextToken() == null;
    }
  }
}
