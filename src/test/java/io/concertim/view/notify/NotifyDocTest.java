// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.config.ConfigFile;
import io.concertim.view.config.NotifyTarget;
import io.concertim.view.config.Secret;
import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.history.SomeChanges;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/notify.md; {@code receiver.py} is that of NotifyIT. */
class NotifyDocTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static String example(String name) throws IOException {
    Matcher block =
        Pattern.compile("<!-- " + name + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs", "notify.md")));
    assertTrue(block.find(), name);
    return block.group(1);
  }

  @Test
  void theConfigurationIsOne() throws Exception {
    Files.writeString(folder.resolve("chat-secret"), "from the file\n");
    String sample = Files.readString(Path.of("etc", "config-sample.yaml"));
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            sample.replaceFirst("(?s)\n#view:.*", "\n") + example("config"));

    List<NotifyTarget> targets = ConfigFile.load(file, Map.of()).notified();

    assertEquals(List.of("chat", "accounting"), targets.stream().map(NotifyTarget::name).toList());
    assertEquals("from the file", targets.get(0).secret().orElseThrow().reveal());
    assertEquals(List.of("alpha-team", "beta-team"), targets.get(1).teams());
  }

  @Test
  void theEventIsOfTheShownChange() throws Exception {
    ObjectNode shown = (ObjectNode) JSON.readTree(example("event"));
    Event event =
        Event.of(
            new Entry(
                shown.path("id").asText(),
                SomeChanges.status(8, shown.path("subject").asText(), "ACTIVE", "FAILED")),
            Event.source(URI.create("https://portal.example")));

    assertEquals(shown, JSON.readTree(event.body()));
    JsonNode id = shown.path("id");
    assertTrue(id.asText().matches("[0-9a-f]{32}"));
  }

  @Test
  void theSignatureIsThatOfTheShownBody() throws Exception {
    Matcher shown =
        Pattern.compile("printf '(.*?)' .*-hmac (\\w+)\n.*= ([0-9a-f]+)\n")
            .matcher(example("signature"));
    assertTrue(shown.find());

    assertEquals(
        "sha256=" + shown.group(3),
        new Event("1", "", shown.group(1)).signature(new Secret(shown.group(2))));
  }
}
