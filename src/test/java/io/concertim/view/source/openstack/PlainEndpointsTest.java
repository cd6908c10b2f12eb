// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.concertim.view.source.http.SourceException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PlainEndpointsTest {
  private static final URI ENCRYPTED = URI.create("https://keystone:5000/v3");
  private static final String PLAIN = "http://nova:8774/v2.1";

  private final Logger logger = (Logger) LoggerFactory.getLogger(PlainEndpoints.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  @Test
  void anAddressWithoutTlsIsWarnedOfOnce() {
    PlainEndpoints endpoints = new PlainEndpoints(ENCRYPTED, false);
    for (int call = 0; call < 3; call++) {
      assertEquals(PLAIN, endpoints.checked("compute", PLAIN));
    }
    assertEquals(1, log.list.size());
    assertTrue(log.list.get(0).getFormattedMessage().contains("compute is not encrypted"));
  }

  @Test
  void anAddressWithoutTlsIsRefusedWhereThatIsWanted() {
    PlainEndpoints endpoints = new PlainEndpoints(ENCRYPTED, true);
    assertThrows(SourceException.class, () -> endpoints.checked("compute", "HTTP://nova"));
  }

  @Test
  void nothingIsSaidWhereKeystoneItselfIsNotEncrypted() {
    new PlainEndpoints(URI.create("http://keystone:5000/v3"), false).checked("compute", PLAIN);
    assertEquals(0, log.list.size());
  }

  @Test
  void whatIsEncryptedIsUsed() {
    assertEquals(
        "https://nova", new PlainEndpoints(ENCRYPTED, true).checked("compute", "https://nova"));
    assertEquals(0, log.list.size());
  }
}
