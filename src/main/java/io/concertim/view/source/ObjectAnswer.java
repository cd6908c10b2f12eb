// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concertim.view.merge.MissingObject;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.AnswerRule;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Turns what a system answers about one object into observations (decision D9). */
public final class ObjectAnswer {
  private static final ObjectMapper JSON = AnswerJson.DOCUMENT;

  private final Map<Kind, RowParser> parsers;

  /**
   * @param parsers of objects as they are shown by their id
   */
  public ObjectAnswer(Map<Kind, RowParser> parsers) {
    this.parsers = Map.copyOf(parsers);
  }

  /**
   * What an answer with status 200 shows of the object.
   *
   * @param started when the question was asked, see {@link Observation#seen}
   * @throws RowException if the object cannot be understood, or the answer shows something else
   * @throws IOException if the answer is no JSON, or ends too early
   */
  public List<Observation> read(MissingObject object, InputStream body, long started)
      throws IOException {
    JsonNode answer = JSON.readTree(body);
    List<Observation> shown = new ArrayList<>();
    for (MissingObject asked : object.together()) {
      shown.addAll(read(asked, answer, started));
    }
    return shown;
  }

  private List<Observation> read(MissingObject object, JsonNode answer, long started) {
    return switch (AnswerRule.ofAnswer(object, answer)) {
      case GONE -> List.of(Observation.gone(object.kind(), object.id(), started));
      case THERE ->
          parsers.get(object.kind()).parse(new Row(own(object, answer))).stream()
              .map(fact -> Observation.of(Kind.of(fact.getClass()), started, fact))
              .toList();
      default -> throw new RowException("is not what the answer to its id shows");
    };
  }

  /** Of a list, the object's row. */
  private static JsonNode own(MissingObject object, JsonNode answer) {
    return answer.isArray()
        ? StreamSupport.stream(answer.spliterator(), false)
            .filter(row -> row.path(AnswerRule.idField(object.kind())).asText().equals(object.id()))
            .findFirst()
            .orElseThrow()
        : AnswerRule.inner(object.kind(), answer);
  }
}
