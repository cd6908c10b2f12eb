package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.Fault;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.model.layer.Source;
import io.concertim.view.model.view.View;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list lacks a server, and the question for it by its id goes wrong (a compute cell is down). */
@Timeout(120)
class ConfirmFaultTest {
  private static final String WEB = "5e000000-0000-4000-8000-0000000000a1";

  @TempDir private Path folder;
  private EmbeddedLab lab;
  private LabConfig config;

  @BeforeEach
  void start() {
    lab = EmbeddedLab.start();
    config = lab.config().set("view.retries", 0);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 409, 429, 500, 503})
  void isKeptAndTheViewIsStored(int status) throws Exception {
    assertKept(Fault.status(status));
  }

  @Test
  void isKeptWhenTheAnswerIsAProxysPageAndWhenThereIsNone() throws Exception {
    assertKept(Fault.proxyPage(404));
    assertKept(Fault.status(404).withBody("{\"message\": \"no Route matched\"}"));
    assertKept(Fault.redirect("http://127.0.0.1:9/servers/" + WEB));
    assertKept(Fault.drop());
    assertKept(Fault.halfJson());
    assertKept(Fault.notJson());
  }

  @Test
  void isKeptWhenThereIsNoAnswerInTime() throws Exception {
    config.set("view.response_timeout", "3s");
    assertKept(Fault.hang());
  }

  private void assertKept(Fault fault) throws Exception {
    lab.faults().clear();
    View before = LabSync.run(config, folder).view();
    lab.faults().fail("/nova/v2.1/servers/" + WEB, fault);
    lab.faults().fail("/nova/v2.1/servers/detail", Fault.rewritten(ConfirmFaultTest::withoutWeb));

    LabSync sync = LabSync.run(config, folder);

    assertEquals(before.devices(), sync.view().devices());
    assertEquals(before.racks(), sync.view().racks());
    assertEquals(before.generation() + 1, sync.view().generation());
    assertTrue(sync.status(Source.OPENSTACK).complete());
    lab.faults().clear();
    assertEquals(before.devices(), LabSync.run(config, folder).view().devices());
  }

  private static String withoutWeb(String body) {
    String hidden = body.replace("\"id\":\"" + WEB + "\"", "\"id\":\"another\"");
    assertTrue(!hidden.equals(body), "the list has no such server");
    return hidden;
  }
}
