package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.model.layer.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadlineTest {
  @TempDir private Path folder;

  @Test
  void aSyncInWhichNoSourceAnswersInTimeSaysSoOfEachAndPublishesNoView() throws Exception {
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      lab.faults().fail("/", Fault.hang());

      LabSync sync = LabSync.run(lab.config().set("view.source_deadline", "500ms"), folder);

      for (Source source : Source.values()) {
        assertFalse(sync.status(source).complete());
        assertTrue(sync.status(source).reason().contains("source_deadline"), source.label());
      }
      assertEquals(1, sync.view().generation());
      assertFalse(Files.exists(folder.resolve("data").resolve("view.pickle")));
    }
  }
}
