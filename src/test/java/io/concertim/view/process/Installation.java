// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.app.RunningView;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.view.View;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A configuration, a data and a log directory in one folder, and the program run with them. */
final class Installation {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For machines that are busy with other things: what is awaited is there sooner. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private LabConfig configured;

  private Installation(Path folder) {
    this.folder = folder;
  }

  /** A new one for this lab, which tries no call again. */
  static Installation of(Path folder, EmbeddedLab lab) {
    Installation made = new Installation(folder);
    try {
      Files.createDirectories(made.data());
      Files.createDirectories(made.logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made.configure(config(lab));
    return made;
  }

  /** A new one with a configuration that was written elsewhere. */
  static Installation of(Path folder, Path config) throws IOException {
    Installation made = new Installation(folder);
    Files.createDirectories(made.data());
    Files.createDirectories(made.logs());
    Files.copy(config, made.config());
    return made;
  }

  /** The configuration for this lab, to be varied. */
  static LabConfig config(EmbeddedLab lab) {
    return withoutRetries(lab.config());
  }

  /** No call is tried again. */
  static LabConfig withoutRetries(LabConfig config) {
    return config.set("view.retries", 0).set("view.retry_delay", "10ms");
  }

  Installation configure(LabConfig config) {
    configured = config;
    config.write(folder);
    return this;
  }

  /** Sets a value of its configuration, which counts from the next start on. */
  void reconfigure(String path, Object value) {
    configure(configured.set(path, value));
  }

  /** Takes over what another one has stored. */
  Installation withDataOf(Installation other) throws IOException {
    try (Stream<Path> files = Files.list(other.data())) {
      for (Path file : files.toList()) {
        Files.copy(file, data().resolve(file.getFileName().toString()));
      }
    }
    return this;
  }

  /** Makes the journal so long that the next sync writes layers.jsonl instead. */
  void lengthenJournal() throws IOException {
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(data(), "journal-*.jsonl")) {
      for (Path journal : journals) {
        Files.writeString(
            journal, "{\"pad\":\"" + "x".repeat(1 << 20) + "\"}\n", StandardOpenOption.APPEND);
      }
    }
  }

  Path config() {
    return folder.resolve("config.yaml");
  }

  Path data() {
    return folder.resolve("data");
  }

  Path data(String file) {
    return data().resolve(file);
  }

  Path logs() {
    return folder.resolve("log");
  }

  /** Starts the program as a service. */
  ViewProcess start(String... more) {
    return ViewProcess.start(arguments(more));
  }

  /** Starts another of the program's processes as a service. */
  ViewProcess startAs(String process, String... more) {
    List<String> arguments = new ArrayList<>(argumentsAs(process));
    arguments.addAll(List.of(more));
    return ViewProcess.start(arguments);
  }

  /** The same, with this variable in its environment. */
  ViewProcess startAs(String process, String variable, String value) {
    return startAs(process, Map.of(variable, value));
  }

  /** The same, with these variables in its environment. */
  ViewProcess startAs(String process, Map<String, String> variables) {
    List<String> env = new ArrayList<>(List.of("env"));
    variables.forEach((name, value) -> env.add(name + "=" + value));
    return ViewProcess.start(env, argumentsAs(process));
  }

  /** The same, with the Java machine as it is in the container. */
  ViewProcess startAsShipped(String process) {
    return ViewProcess.startAsShipped(argumentsAs(process));
  }

  private List<String> argumentsAs(String process) {
    List<String> arguments = arguments();
    arguments.set(0, "--process=" + process);
    return arguments;
  }

  /** Runs one sync to its end. */
  ViewProcess.Ended runOnce(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--run-once");
    try (ViewProcess process = start(arguments.toArray(String[]::new))) {
      return process.end();
    }
  }

  /** Reads every source once, in this Java machine: where no process is what is tested. */
  Installation sync() {
    try (RunningView process = RunningView.of(configured, folder)) {
      View view = process.sync().view();
      view.sources().forEach((source, now) -> assertTrue(now.complete(), now.reason()));
      return this;
    } catch (Exception e) {
      throw new IllegalStateException("the installation " + folder + " cannot be synced", e);
    }
  }

  List<String> arguments(String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--process=view_sync");
    arguments.add("--config=" + config());
    arguments.add("--data-dir=" + data());
    arguments.add("--log-dir=" + logs());
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** view.json; a missing node while there is none. */
  JsonNode view() {
    try {
      return JSON.readTree(Files.readAllBytes(data("view.json")));
    } catch (NoSuchFileException e) {
      return JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rack, device or other object of view.json that has this id in the cloud. */
  JsonNode object(String list, String cloudId) {
    for (JsonNode object : view().path(list)) {
      if (object.at("/id/cloud").asText().equals(cloudId)) {
        return object;
      }
    }
    return JSON.missingNode();
  }

  /** The status of a device, by its id in the cloud; empty while the view has no such device. */
  String status(String device) {
    return object("devices", device).path("status").asText();
  }

  void awaitStatus(String device, String status) {
    await().atMost(PATIENCE).until(() -> status(device).equals(status));
  }

  boolean isMarkedAsGone(String list, String cloudId) {
    return object(list, cloudId).path("delete_marker").asBoolean();
  }

  long generation() {
    return view().path("generation").asLong();
  }

  void awaitGenerationAfter(long generation) {
    await().atMost(PATIENCE).until(() -> generation() > generation);
  }

  /** How the last read of one of the three systems went. */
  JsonNode source(String system) {
    return view().path("sources").path(system);
  }

  /** Whether each of the three systems was read completely, and that read began later. */
  boolean isReadAfter(Instant time) {
    return Stream.of("concertim", "openstack", "killbill")
        .map(this::source)
        .allMatch(
            source ->
                source.path("complete").asBoolean()
                    && Instant.parse(source.path("read_at").asText()).isAfter(time));
  }

  void flag(String name) throws IOException {
    Files.writeString(data(name), " ");
  }

  void awaitLog(String text) {
    await().atMost(PATIENCE).until(() -> log().contains(text));
  }

  /** The same, of what is logged after so many characters of {@link #log}. */
  void awaitLogAfter(int from, String text) {
    await().atMost(PATIENCE).until(() -> log().indexOf(text, from) >= 0);
  }

  /** All that was ever logged. */
  String log() {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(logs())) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
