// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.concertim.view.fuzz.FuzzTarget;
import io.concertim.view.model.layer.Fact;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.source.Row;
import io.concertim.view.source.RowException;
import io.concertim.view.source.RowsFuzz;
import io.concertim.view.source.http.AnswerJson;
import io.concertim.view.source.http.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** The input is an answer of Heat: a page of stacks, one stack, or the resources of one. */
public final class StackFuzz implements FuzzTarget {
  private final RowsFuzz lists = new RowsFuzz(Kind.STACK);

  @Override
  public void accept(byte[] answer) throws Exception {
    lists.accept(answer);
    try {
      isReadAgain(OpenStackRows.resources("stack", "stack", new ByteArrayInputStream(answer)));
    } catch (RowException | SourceException | IOException e) {
      assertNotNull(e.getMessage());
    }
    JsonNode body;
    try {
      body = AnswerJson.DOCUMENT.readTree(answer);
    } catch (IOException e) {
      return;
    }
    Row stack = new Row(body).row("stack");
    isReadAgainOrRefused(() -> List.of(OpenStackRows.outputs("stack", stack)));
    isReadAgainOrRefused(() -> OpenStackRows.shownStack(stack));
  }

  private static void isReadAgainOrRefused(Supplier<List<Fact>> parser) throws IOException {
    try {
      for (Fact fact : parser.get()) {
        isReadAgain(fact);
      }
    } catch (RowException e) {
      assertNotNull(e.getMessage());
    }
  }

  private static void isReadAgain(Fact fact) throws IOException {
    Kind kind = Kind.of(fact.getClass());
    assertEquals(fact.getClass(), kind.type());
    RowsFuzz.isReadAgain(Observation.of(kind, 1, fact));
  }
}
