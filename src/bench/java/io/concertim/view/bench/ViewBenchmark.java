// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.bench;

import io.concertim.view.mapping.Mapped;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.Place;
import io.concertim.view.mapping.Remapping;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Server;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.StateFile;
import io.concertim.view.store.ViewJson;
import io.concertim.view.python.ViewPickle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What one sync does between reading and the disk, each step alone, over the size of the cloud. */
@org.openjdk.jmh.annotations.State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class ViewBenchmark {
  private static final MappingSettings SETTINGS = new MappingSettings(42, true);
  private static final Instant READ = Instant.parse("2026-11-22T12:00:00Z");
  private static final long SEEN = READ.getEpochSecond() * 1_000_000;

  @Param({"1000", "10000", "100000"})
  public int devices;

  private Layers layers;
  private List<Observation> reading;
  private List<Observation> one;
  private List<Observation> stopped;
  private Layers later;
  private Remapping remapping;
  private Map<String, Place> places;
  private View view;
  private State state;
  private Path file;

  @Setup
  public void generate() throws IOException {
    layers = GeneratedCloud.layers(devices, SEEN);
    reading = GeneratedCloud.reading(devices, SEEN + 1);
    one =
        reading.stream().filter(observation -> observation.kind() == Kind.SERVER).limit(1).toList();
    Mapped mapped = ViewMapping.map(layers, Map.of(), SETTINGS);
    if (mapped.devices().size() != devices || !mapped.problems().isEmpty()) {
      throw new IllegalStateException(
          "the generated cloud is not mapped as meant: "
              + mapped.devices().size()
              + " devices, "
              + mapped.problems());
    }
    places = mapped.places();
    stopped = List.of(stopped((Server) one.get(0).fact()));
    later = layers.merge(stopped);
    remapping = Remapping.of(layers, mapped);
    Map<Source, SourceStatus> sources =
        Map.of(
            Source.CONCERTIM, SourceStatus.completeAt(READ),
            Source.OPENSTACK, SourceStatus.completeAt(READ),
            Source.KILLBILL, SourceStatus.completeAt(READ));
    view =
        new View(
            1,
            READ,
            sources,
            mapped.teams(),
            mapped.users(),
            mapped.templates(),
            mapped.racks(),
            mapped.devices(),
            mapped.problems(),
            List.of());
    state = new State(layers, places, sources, 1);
    file = Files.createTempFile("layers", ".jsonl");
    Files.write(file, StateFile.bytes(state));
  }

  private static Observation stopped(Server server) {
    return Observation.of(
        Kind.SERVER,
        SEEN + 1,
        new Server(
            server.id(),
            server.name(),
            "stopped",
            server.projectId(),
            server.flavorId(),
            server.keyName(),
            server.publicIps(),
            server.privateIps(),
            server.volumeIds(),
            server.networkNames()));
  }

  @TearDown
  public void clean() throws IOException {
    Files.delete(file);
  }

  /** Everything that is known, to the view. */
  @Benchmark
  public Mapped mapping() {
    return ViewMapping.map(layers, places, SETTINGS);
  }

  /** What one event changes, to the view: one server has another state. */
  @Benchmark
  public Remapping mappingOne() {
    return remapping.with(later, stopped).orElseThrow();
  }

  /** A complete reading of all three systems into layers that know it all already. */
  @Benchmark
  public Layers mergeReading() {
    return layers.merge(reading);
  }

  /** What one event leads to: one server read again. */
  @Benchmark
  public Layers mergeOne() {
    return layers.merge(one);
  }

  @Benchmark
  public byte[] json() {
    return ViewJson.bytes(view);
  }

  @Benchmark
  public byte[] pickle() {
    return ViewPickle.bytes(view);
  }

  @Benchmark
  public byte[] stateWrite() throws IOException {
    return StateFile.bytes(state);
  }

  @Benchmark
  public State stateRead() throws IOException {
    return StateFile.read(file);
  }
}
