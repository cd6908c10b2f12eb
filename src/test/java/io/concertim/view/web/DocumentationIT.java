// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.concertim.view.process.Browser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The site of the documentation, as the packages have it, in a browser. */
@Timeout(900)
class DocumentationIT {
  @TempDir private Path folder;

  @Test
  void findsAPageByItsWords() throws Exception {
    Browser.assumeInstalled();
    assumeTrue(Files.exists(Path.of("/usr/bin/mkdocs")), "there is no mkdocs: see etc/site");
    Path site = folder.resolve("site");
    Process build =
        new ProcessBuilder("etc/site/build.sh", site.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertEquals(0, build.waitFor(), () -> "see " + folder.resolve("log"));
    try (URLClassLoader classPath = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
        ManagementServer server =
            new ManagementServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of(
                    "/docs", Documentation::redirected, "/docs/", new Documentation(classPath)));
        Browser browser = new Browser()) {
      Page page = browser.open(server.url() + "docs", ColorScheme.LIGHT);
      assertThat(page.locator("h1")).hasText("concertim-view");
      assertEquals(List.of(), barriers(page));

      page.locator(".md-search__input").pressSequentially("threat model"); // it listens to keys
      page.locator(".md-search-result__link").first().click();

      assertThat(page.locator("article")).containsText("Threat model");
      Browser.picture(page, "documentation");
      assertEquals(List.of(), barriers(page));
      assertEquals(List.of(), browser.complaints());
    }
  }

  /** The theme's own list of results is no barrier: its entries are reached by the arrow keys. */
  private static List<String> barriers(Page page) {
    return Browser.barriers(page).stream().filter(one -> !one.contains("md-search")).toList();
  }
}
