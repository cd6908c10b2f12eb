// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.concertim.view.merge.SharedTexts;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.Problem;
import io.concertim.view.model.view.SourceStatus;
import io.concertim.view.text.JsonEscapes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the store writes JSON: keys in snake_case, times in ISO-8601 UTC, sources, effects and causes
 * in lower case; unknown keys are skipped when reading.
 */
public final class StoreJson {
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .characterEscapes(new JsonEscapes())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // of maps by id, each once
                  .build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader())
                  .addDeserializer(String.class, new SharedText())
                  .addSerializer(Problem.Effect.class, new LowerCase<>(Problem.Effect.class))
                  .addSerializer(Problem.Cause.class, new LowerCase<>(Problem.Cause.class))
                  .addSerializer(
                      SourceStatus.State.class, new LowerCase<>(SourceStatus.State.class))
                  .setMixInAnnotation(SourceStatus.class, WithState.class)
                  .addKeySerializer(Source.class, new SourceKey())
                  .addKeyDeserializer(Source.class, new SourceKeyReader()))
          .build();

  private StoreJson() {}

  /** How an object begins whose first key is this one. */
  static byte[] start(String firstKey) {
    return ("{\"" + firstKey + "\"").getBytes(StandardCharsets.UTF_8);
  }

  static boolean starts(byte[] line, byte[] start) {
    return line.length >= start.length
        && Arrays.equals(line, 0, start.length, start, 0, start.length);
  }

  /**
   * The reason why bytes are not JSON. Jackson takes some bytes for UTF-32, such as those after a
   * hole that a crash left in a file, and then throws a {@link java.io.CharConversionException}.
   */
  static String reason(IOException unreadable) {
    return unreadable instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : unreadable.getMessage();
  }

  private static final class InstantReader extends StdScalarDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      try {
        return Instant.parse(parser.getText());
      } catch (DateTimeException e) {
        throw context.weirdStringException(parser.getText(), Instant.class, e.getMessage());
      }
    }
  }

  private static final class SharedText extends StdScalarDeserializer<String> {
    SharedText() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return SharedTexts.of(parser.getValueAsString());
    }
  }

  /** A status is written with its state, which follows from the rest. */
  private interface WithState {
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    SourceStatus.State state();
  }

  private static final class LowerCase<T extends Enum<T>> extends StdSerializer<T> {
    LowerCase(Class<T> type) {
      super(type);
    }

    @Override
    public void serialize(T value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static final class SourceKey extends StdSerializer<Source> {
    SourceKey() {
      super(Source.class);
    }

    @Override
    public void serialize(Source source, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeFieldName(source.label());
    }
  }

  private static final class SourceKeyReader extends KeyDeserializer {
    @Override
    public Source deserializeKey(String key, DeserializationContext context) throws IOException {
      for (Source source : Source.values()) {
        if (source.label().equals(key)) {
          return source;
        }
      }
      throw context.weirdKeyException(Source.class, key, "no such source");
    }
  }
}
