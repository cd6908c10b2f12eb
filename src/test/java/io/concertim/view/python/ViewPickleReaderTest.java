// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Location;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.View;
import io.concertim.view.store.SampleView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewPickleReaderTest {
  private static final String ORACLE = "/fixtures/concertim/oracle/";
  private static final String MODULE = "conser.modules.clients.concertim.objects.";

  @TempDir private Path folder;

  @Test
  void readsWhatThePythonSyncMade() throws IOException {
    View view = ViewPickleReader.read(LoadedByPython.resource(ORACLE + "view.pickle4"));

    assertEquals(view.racks(), read("view.pickle5").racks());
    assertEquals(view.devices(), read("view.pickle5").devices());
    Rack rack = view.racks().get(0);
    assertEquals("aa11bb22-cc33-4d44-8e55-000000000001", rack.id().billing());
    assertEquals(List.of(1, 2, 3, 4, 5, 42), rack.occupied());
    assertEquals("CM_anna", rack.metadata().get("creator_cloud_name"));
    assertEquals("gw", rack.resources().get("servers").get("8f4e9068-5a39-4717-8a83-6b95e01031eb"));
    Device device = view.devices().get(0);
    assertEquals(new Location(1, 2, "f"), device.location());
    assertEquals("b7c3f0de-6b5b-4a6f-9f0f-0d4c8a1e2f33", device.templateId().cloud());
    assertEquals("None", device.details().get("login_user"));
    assertEquals(1.5, device.cost());
    assertEquals(13, view.teams().get(0).cost());
    assertEquals("CM_anna", view.users().get(0).name().cloud());
  }

  private static View read(String oracle) throws IOException {
    return ViewPickleReader.read(LoadedByPython.resource(ORACLE + oracle));
  }

  @Test
  void readsOurOwnAsItIs() {
    View view = SampleView.small();
    View read = ViewPickleReader.published(view);

    Rack rack = view.racks().get(0);
    Rack found = read.racks().get(0);
    assertEquals(rack.outputs(), found.outputs());
    assertEquals(rack.resources(), found.resources());
    assertEquals(rack.metadata(), found.metadata());
    assertEquals(view.devices(), read.devices());
    assertEquals(view.templates(), read.templates());
    assertEquals(view.users(), read.users());
    assertEquals(List.of(SampleView.RACK), read.teams().get(0).racks());
    assertEquals(view.writtenAt(), read.writtenAt());
  }

  @Test
  void holdsNoRackThatIsPending() {
    Rack pending =
        SampleView.rack(new BilledId(null, "stack-2", null), SampleView.TEAM, "no order");

    assertEquals(
        List.of(), ViewPickleReader.published(SampleView.of(List.of(pending), List.of())).racks());
  }

  @Test
  void readsALargeView() {
    View view = SampleView.large(10_000);

    assertEquals(view.devices(), ViewPickleReader.published(view).devices());
  }

  @Test
  void anAttributeThatAReleaseDoesNotHaveIsEmpty() throws IOException {
    View view =
        ViewPickleReader.read(
            pickle(
                view("devices", object("device.ConcertimDevice", "X\2\0\0\0idNX\1\0\0\0c\206s"))),
            Instant.EPOCH);

    Device device = view.devices().get(0);
    assertEquals(new PairedId(null, "c"), device.id());
    assertEquals(Map.of(), device.details());
    assertEquals(null, device.location());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calls a function | cos\\nsystem\\n(X\\2\\0\\0\\0id\\205R. | names os.system",
        "names a function | \\200\\4\\214\\10builtins\\214\\4eval\\223. | names builtins.eval",
        "names a class that the library knows | cdecimal\\nDecimal\\n. | names decimal.Decimal",
        "names another class of the suite | cconser.driver\\nMain\\n. | names conser.driver.Main",
        "calls an attribute | c@view\\nConcertimView\\n)R. | calls a function",
        "makes an instance | (i@view\\nConcertimView\\n. | calls a function",
        "makes an object | (c@view\\nConcertimView\\no. | calls a function",
        "makes one with keywords | c@view\\nConcertimView\\n)}\\222. | calls a function",
        "makes one with arguments | c@view\\nConcertimView\\nN\\205\\201. | with arguments",
        "asks for what is elsewhere | Pid\\n. | opcode 0x50",
        "asks so with a value | NQ. | opcode 0x51",
        "uses the registry of extensions | \\202\\1. | opcode 0x82",
        "holds a set | \\217. | opcode 0x8f",
        "holds bytes | C\\1a. | opcode 0x43",
        "holds a buffer | \\226\\1\\0\\0\\0\\0\\0\\0\\0a. | opcode 0x96",
        "holds out of band data | \\227. | opcode 0x97",
        "has a dict as a key | }}Ns. | key that no view has",
        "tells of more than it has | X\\377\\377\\377\\377a. | 4294967295 bytes",
        "has a number without end | \\213\\0\\20\\0\\0. | bytes that it does not have",
        "ends too soon | \\200\\4} | premature end",
        "is empty | '' | premature end",
        "is JSON | {\"racks\": []} | opcode 0x7b",
        "is of a later protocol | \\200\\11N. | protocol",
        "is no view | N. | it is no ConcertimView",
        "is a mere class | c@view\\nConcertimView\\n. | it is no ConcertimView",
        "builds what is no object | ]}b. | broken",
        "remembers nothing | \\150\\1. | memo",
      })
  void refusesWhat(String does, String bytes, String said) {
    IOException refused =
        assertThrows(
            IOException.class, () -> ViewPickleReader.read(unescaped(bytes), Instant.EPOCH));

    assertTrue(refused.getMessage().contains(said), () -> does + ": " + refused.getMessage());
  }

  @Test
  void refusesAnAttributeOfAnotherType() {
    byte[] pickle =
        pickle(view("racks", object("rack.ConcertimRack", "X\6\0\0\0heightX\1\0\0\0as")));

    IOException refused =
        assertThrows(IOException.class, () -> ViewPickleReader.read(pickle, Instant.EPOCH));

    assertTrue(refused.getMessage().contains("id of one of its objects"), refused::getMessage);
  }

  @Test
  void refusesValuesThatAreNestedWithoutEnd() {
    String id = "X\2\0\0\0idNX\1\0\0\0c\206s";
    String deep = "]".repeat(5_000) + "a".repeat(4_999);
    String shared =
        "](" + "](NNNNNNNNNNeq\1" + "](h\1h\1h\1h\1h\1h\1h\1h\1h\1h\1eq\1".repeat(30) + "e";
    String itself = "]q\1h\1a";
    for (String value : List.of(deep, shared, itself)) {
      String details = "X\7\0\0\0details}X\1\0\0\0k" + value + "ss";
      byte[] pickle = pickle(view("devices", object("device.ConcertimDevice", id + details)));

      IOException refused =
          assertThrows(IOException.class, () -> ViewPickleReader.read(pickle, Instant.EPOCH));

      assertTrue(refused.getMessage().contains("nested as no view's"), refused::getMessage);
    }
  }

  @Test
  void refusesMoreValuesThanAnyViewHas() {
    byte[] pickle = pickle(")".repeat(20_000_001));

    IOException refused =
        assertThrows(IOException.class, () -> ViewPickleReader.read(pickle, Instant.EPOCH));

    assertEquals("it has more values than any view", refused.getMessage());
  }

  @Test
  void tellsWhichFileCannotBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("view.pickle"), "cos\nsystem\n.");

    IOException refused = assertThrows(IOException.class, () -> ViewPickleReader.read(file));

    assertEquals(
        file
            + " cannot be read as a view.pickle: it names os.system, which is none of the suite's"
            + " classes",
        refused.getMessage());
  }

  /** A view with one object in one of its dicts. */
  private static String view(String set, String object) {
    return object(
        "view.ConcertimView",
        "X" + (char) set.length() + "\0\0\0" + set + "}NX\1\0\0\0k\206" + object + "ss");
  }

  /** An object whose attributes are set by the opcodes. */
  private static String object(String name, String attributes) {
    return "c" + MODULE + name.replace(".", "\n") + "\n)\201}" + attributes + "b";
  }

  private static byte[] pickle(String opcodes) {
    return (opcodes + ".").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The bytes that a text stands for in which \\ and up to three octal digits is a byte. */
  private static byte[] unescaped(String text) {
    return Pattern.compile("\\\\([0-7]{1,3})")
        .matcher(text.replace("\\n", "\n").replace("@", MODULE))
        .replaceAll(
            octal -> Matcher.quoteReplacement("" + (char) Integer.parseInt(octal.group(1), 8)))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
