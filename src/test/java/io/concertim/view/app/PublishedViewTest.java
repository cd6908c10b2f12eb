// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.concertim.view.lab.EmbeddedLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedViewTest {
  @TempDir private Path folder;

  @Test
  void isWhatTheSchemaSays() throws Exception {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Files.readString(Path.of("docs", "view.schema.json")));
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      LabSync sync = SyncedData.copyTo(lab.config(), folder);

      assertFalse(sync.view().racks().isEmpty() || sync.view().problems().isEmpty());
      String published = Files.readString(folder.resolve("data").resolve("view.json"));
      assertEquals(Set.of(), schema.validate(published, InputFormat.JSON));
    }
  }
}
