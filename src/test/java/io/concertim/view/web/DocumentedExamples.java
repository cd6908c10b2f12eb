// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of a Markdown file: a curl command, and the JSON that it is to answer. */
final class DocumentedExamples {
  private static final Pattern EXAMPLE =
      Pattern.compile("```console\n\\$ curl -s (--compressed )?http://[^/]+(/\\S*)\n(.*?)```", 32);

  private static final String ANYTHING = "…";

  private DocumentedExamples() {}

  /** One of them. */
  record Example(boolean packed, String path, JsonNode answer) {}

  static List<Example> of(Path markdown) throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher found = EXAMPLE.matcher(Files.readString(markdown));
    while (found.find()) {
      examples.add(
          new Example(
              found.group(1) != null, found.group(2), new ObjectMapper().readTree(found.group(3))));
    }
    return examples;
  }

  /** Whether an answer is as it is shown; members of objects may be left out there. */
  static boolean isAsShown(JsonNode shown, JsonNode answer) {
    if (shown.isTextual() && shown.asText().equals(ANYTHING)) {
      return !answer.isMissingNode();
    }
    if (shown.isObject()) {
      for (Map.Entry<String, JsonNode> member : shown.properties()) {
        if (!isAsShown(member.getValue(), answer.path(member.getKey()))) {
          return false;
        }
      }
      return answer.isObject();
    }
    if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        if (!isAsShown(shown.get(i), answer.path(i))) {
          return false;
        }
      }
      return answer.isArray() && answer.size() == shown.size();
    }
    return shown.equals(answer);
  }
}
