// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.history.DeltaLog;
import io.concertim.view.history.ViewDifference;
import io.concertim.view.mapping.MappingSettings;
import io.concertim.view.mapping.ViewMapping;
import io.concertim.view.merge.HybridClock;
import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Observation;
import io.concertim.view.model.layer.PortalTeam;
import io.concertim.view.model.view.View;
import io.concertim.view.state.State;
import io.concertim.view.store.DataDirectory;
import io.concertim.view.store.FileStamp;
import io.concertim.view.store.SharedState;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against which view the changes of the next one are told. */
class PreviousViewTest {
  private static final MappingSettings SETTINGS = new MappingSettings(42, false);

  @TempDir private Path folder;
  private DataDirectory directory;

  @BeforeEach
  void open() throws IOException {
    directory = DataDirectory.open(folder);
  }

  /** A process that publishes. */
  private final class Writer {
    final SharedState shared = new SharedState(directory, new HybridClock(Clock.systemUTC()));
    final PreviousView earlier = new PreviousView(directory, shared, SETTINGS, Clock.systemUTC());

    Writer() throws IOException {}

    void learn(long seen, String name) throws IOException {
      shared.follow();
      shared.add(
          List.of(
              Observation.of(
                  Kind.TEAM, seen, new PortalTeam("t", name, "p", "b", null, null, 1.5, 0))));
    }

    View begin() throws IOException {
      var known = shared.follow();
      var mapped = ViewMapping.map(known.layers(), known.places(), SETTINGS);
      State next = known.published(mapped.places(), shared.nextGeneration());
      shared.publishing(next);
      return next.view(mapped, Clock.systemUTC().instant());
    }

    View publish() throws IOException {
      View view = begin();
      Files.write(directory.viewJson(), ViewJson.bytes(view));
      shared.published(FileStamp.of(directory.viewJson()));
      earlier.told(view);
      return view;
    }
  }

  private static void assertShows(View expected, PreviousView.Found earlier) {
    View found = earlier.view();
    assertEquals(expected.generation(), found.generation());
    assertEquals(List.of(), ViewDifference.between(expected, found));
    assertEquals(1, found.teams().size());
  }

  private View publishedByAnother() throws IOException {
    Writer other = new Writer();
    other.learn(2, "second");
    return other.publish();
  }

  @Test
  void isNoneBeforeTheFirst() throws IOException {
    assertNull(new Writer().earlier.find());
  }

  @Test
  void isTheOneThatAnotherProcessPublishedSince() throws IOException {
    Writer one = new Writer();
    one.learn(1, "first");
    one.publish();
    View second = publishedByAnother();

    one.learn(3, "third");
    one.begin();

    assertShows(second, one.earlier.find());
  }

  @Test
  void isExactlyWhatTheHistoryLeadsToWhereAnotherProcessToldIt() throws IOException {
    Writer one = new Writer();
    one.learn(1, "first");
    View first = one.publish();
    View second = publishedByAnother();
    new DeltaLog(directory, 1 << 20).add(first, second);
    one.learn(3, "third");
    one.begin();

    assertEquals(new PreviousView.Found(second, true), one.earlier.find());
  }

  @Test
  void isNotExactlyKnownWhereTheHistoryDoesNotLeadToWhatAnotherProcessTold() throws IOException {
    Writer one = new Writer();
    one.learn(1, "first");
    one.publish();
    View second = publishedByAnother();
    one.learn(3, "third");
    one.begin();

    assertShows(second, one.earlier.find());
    assertFalse(one.earlier.find().isExact());
  }

  @Test
  void isMappedAgainWhereTheHistoryCannotBeRead() throws IOException {
    Writer one = new Writer();
    one.learn(1, "first");
    one.publish();
    View second = publishedByAnother();
    Files.createDirectory(directory.views());
    one.learn(3, "third");
    one.begin();

    assertShows(second, one.earlier.find());
    assertFalse(one.earlier.find().isExact());
  }

  @Test
  void isTheOneOnTheDiskWhereAnotherProcessEndedBeforeItPublished() throws IOException {
    Writer one = new Writer();
    one.learn(1, "first");
    View first = one.publish();
    Writer other = new Writer();
    other.learn(2, "second");
    other.begin();

    one.learn(3, "third");
    one.begin();

    assertShows(first, one.earlier.find());
  }

  @Test
  void isTheOneOnTheDiskForAProcessThatGoesOnFromOneThatEndedBeforeItPublished()
      throws IOException {
    Writer ended = new Writer();
    ended.learn(1, "first");
    View first = ended.publish();
    ended.learn(2, "second");

    Writer next = new Writer();
    next.begin();

    assertShows(first, next.earlier.find());
  }

  @Test
  void isTheOneOnTheDiskWhereOnlyTheNoteOfItIsMissing() throws IOException {
    Writer writer = new Writer();
    writer.learn(1, "first");
    writer.publish();
    writer.learn(2, "second");
    View second = writer.begin();
    Files.write(directory.viewJson(), ViewJson.bytes(second));

    writer.begin();

    assertShows(second, writer.earlier.find());
  }

  @Test
  void isKnownAlsoWhereViewJsonWasDamagedWhichIsKeptAside() throws IOException {
    Writer writer = new Writer();
    writer.learn(1, "first");
    View first = writer.publish();
    Files.writeString(directory.viewJson(), "{\"generation\":1,\"teams\":[");
    writer.learn(2, "second");
    writer.begin();

    assertShows(first, writer.earlier.find());

    assertTrue(Files.notExists(directory.viewJson()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          1, files.filter(file -> file.toString().contains("view.json.unreadable-")).count());
    }
  }
}
