// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.concertim.view.mapping.Place;
import io.concertim.view.merge.Layers;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.HeldDeletion;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.state.State;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * layers.jsonl: the state as lines of JSON, UTF-8.
 *
 * <p>First {@code {"format":1,"generation":7,"lines":90,"sources":{"openstack":{…},…},…}}, then the
 * lines: one per observation ({@link ObservationLine}) and one per place: {@code {"place":"cloud
 * id","stack_id":"…","start_unit":1,"end_unit":2}}. Unknown keys are skipped. In a file of an
 * earlier version, which does not say how many lines it has, a last line that was cut off is
 * skipped too (decision D14).
 */
public final class StateFile {
  private static final int FORMAT = 1;
  private static final SerializedString LINE_FEED = new SerializedString("\n");

  private StateFile() {}

  /**
   * The first line.
   *
   * @param lines the number of lines after it; null in files of earlier versions
   * @param position how far the shared log was followed; null where there is none
   */
  private record Header(
      int format,
      long generation,
      Long lines,
      Map<Source, SourceStatus> sources,
      Map<Source, List<Problem>> problems,
      Map<Source, List<HeldDeletion>> held,
      Map<Kind, Long> lists,
      Map<Kind, Long> asOf,
      @JsonInclude(JsonInclude.Include.NON_NULL) Position position) {}

  private static final ObjectReader HEADERS = reader(Header.class);
  private static final ObjectReader PLACES = reader(PlaceLine.class);

  private static ObjectReader reader(Class<?> line) {
    return StoreJson.MAPPER.readerFor(line).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** Writes the state, line by line, and leaves the stream open. */
  public static void write(State state, Position position, OutputStream out) throws IOException {
    try (JsonGenerator json = StoreJson.MAPPER.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(LINE_FEED);
      json.writePOJO(
          new Header(
              FORMAT,
              state.generation(),
              lines(state),
              state.sources(),
              state.problems(),
              state.held(),
              state.lists(),
              state.asOf(),
              position.isStart() ? null : position));
      for (Kind kind : Kind.values()) {
        for (Observation observation : state.layers().observations(kind)) {
          ObservationLine.write(observation, json);
        }
      }
      for (Map.Entry<String, Place> given : new TreeMap<>(state.places()).entrySet()) {
        json.writePOJO(PlaceLine.of(given.getKey(), given.getValue()));
      }
      json.writeRaw(LINE_FEED);
    }
  }

  private static long lines(State state) {
    long lines = state.places().size();
    for (Kind kind : Kind.values()) {
      lines += state.layers().observations(kind).size();
    }
    return lines;
  }

  /** The content of layers.jsonl for this state of a host alone. */
  public static byte[] bytes(State state) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(state, Position.START, out);
    return out.toByteArray();
  }

  /**
   * Reads the file. A file that does not exist is an empty state.
   *
   * @throws IOException with the file and the line that cannot be read
   */
  public static State read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(RegularFile.of(file))) {
      return new Reading(file, new LineReader(in)).state();
    } catch (NoSuchFileException e) {
      return State.empty();
    }
  }

  /**
   * How far the shared log was followed when the file was written; the start if it says nothing.
   */
  static Position position(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(RegularFile.of(file))) {
      Position position = new Reading(file, new LineReader(in)).header().position();
      return position == null ? Position.START : position.checked();
    } catch (NoSuchFileException e) {
      return Position.START;
    }
  }

  /** One pass over the file. */
  private static final class Reading {
    private final Path file;
    private final LineReader lines;
    private final List<Observation> observations = new ArrayList<>();
    private final Map<String, Place> places = new TreeMap<>();

    Reading(Path file, LineReader lines) {
      this.file = file;
      this.lines = lines;
    }

    State state() throws IOException {
      Header header = header();
      long read = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        try {
          add(line);
          read++;
        } catch (JsonProcessingException | CharConversionException e) {
          if (lines.ended()) {
            throw unreadable(StoreJson.reason(e), e);
          }
        }
      }
      if (header.lines() != null && read < header.lines()) {
        throw unreadable(
            "the file ends after " + read + " of the " + header.lines() + " lines that it had",
            null);
      }
      return new State(
          Layers.empty().merge(observations),
          places,
          header.sources(),
          Objects.requireNonNullElse(header.problems(), Map.of()),
          Objects.requireNonNullElse(header.held(), Map.of()),
          Objects.requireNonNullElse(header.lists(), Map.of()),
          Objects.requireNonNullElse(header.asOf(), Map.of()),
          header.generation());
    }

    private Header header() throws IOException {
      byte[] line = lines.next();
      if (line == null) {
        throw unreadable("the file is empty", null);
      }
      Header header;
      try {
        header = HEADERS.readValue(line);
      } catch (JsonProcessingException | CharConversionException e) {
        throw unreadable(StoreJson.reason(e), e);
      }
      if (header == null
          || header.format() != FORMAT
          || header.sources() == null
          || !DataDirectory.isGeneration(header.generation())) {
        throw unreadable("it is not the header of format " + FORMAT, null);
      }
      return header;
    }

    private void add(byte[] line) throws IOException {
      if (ObservationLine.isStartOf(line)) {
        observations.add(ObservationLine.parse(line));
        return;
      }
      PlaceLine place = PLACES.readValue(line);
      if (place.place() != null) {
        places.put(place.place(), place.toPlace());
      }
    }

    private IOException unreadable(String reason, Exception cause) {
      return new IOException(
          ("cannot read line %s of %s: %s; "
                  + "restore the file, or move it away to read all sources again")
              .formatted(Math.max(1, lines.number()), file, reason),
          cause);
    }
  }
}
