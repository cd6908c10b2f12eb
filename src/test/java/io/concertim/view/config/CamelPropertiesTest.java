// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelPropertiesTest {
  @TempDir Path directory;

  @Test
  void givesDurationsInMillisecondsAndNumbersAsTheyAre() throws Exception {
    assertEquals(
        Map.ofEntries(
            Map.entry("concertim.url", "https://proxy:7443"),
            Map.entry("openstack.authUrl", "http://cloud:5000/v3"),
            Map.entry("killbill.url", "http://killbill:48080"),
            Map.entry("view.interval", "15000"),
            Map.entry("view.connectTimeout", "5000"),
            Map.entry("view.responseTimeout", "60000"),
            Map.entry("view.retries", "3"),
            Map.entry("view.retryDelay", "1000"),
            Map.entry("view.sourceDeadline", "600000"),
            Map.entry("view.sourceTimeout", "661000"),
            Map.entry("view.pageSize", "1000"),
            Map.entry("view.queue.name", "concertim_view"),
            Map.entry("view.queue.eventTypes", EventTypes.builtInAnd(List.of()).regex()),
            Map.entry("view.queue.prefetch", "50"),
            Map.entry("view.concurrency.concertim", "2"),
            Map.entry("view.concurrency.identity", "4"),
            Map.entry("view.concurrency.compute", "4"),
            Map.entry("view.concurrency.orchestration", "32"),
            Map.entry("view.concurrency.volume", "4"),
            Map.entry("view.concurrency.network", "4"),
            Map.entry("view.concurrency.killbill", "2")),
        properties(""));
  }

  @Test
  void givesTheCronExpressionInsteadOfTheInterval() throws Exception {
    Properties properties = properties("view: {cron: '0 0 * * * ?'}\n");

    assertEquals("0 0 * * * ?", properties.getProperty("view.cron"));
    assertFalse(properties.containsKey("view.interval"));
  }

  @Test
  void holdsNoSecret() throws Exception {
    String properties = properties("").toString();

    SuiteFile.SECRETS.forEach(secret -> assertFalse(properties.contains(secret), secret));
  }

  private Properties properties(String more) throws Exception {
    return CamelProperties.of(
        ConfigFile.load(
            Files.writeString(directory.resolve("config.yaml"), SuiteFile.TEXT + more), Map.of()));
  }
}
