// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without windows, which takes half of the CPU of the one with them. */
public final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium-headless-shell");

  /**
   * Playwright's own 5 s are too few for a machine that is busy with other tests: a page that took
   * long to load the view waits five times as long until it loads the next one.
   */
  private static final int PATIENCE_MILLIS = 180_000;

  private static final Path SHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;
  private final List<String> complaints = new ArrayList<>();

  /** Skips the test where there is none. */
  public static void assumeInstalled() {
    assumeTrue(
        Files.exists(CHROMIUM),
        "there is no " + CHROMIUM + ": install Debian's chromium-headless-shell");
  }

  public Browser() {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** A page of this address, in a window of its own. */
  public Page open(String url, ColorScheme scheme) {
    return open(url, scheme, null);
  }

  /** The same for somebody in this time zone; null is that of the machine. */
  Page open(String url, ColorScheme scheme, String zone) {
    BrowserContext window =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setTimezoneId(zone)
                .setViewportSize(1440, 1000));
    window.setDefaultTimeout(PATIENCE_MILLIS);
    Page page = window.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
            complaints.add(message.text());
          }
        });
    page.navigate(url);
    return page;
  }

  /** Ends all pages: what is open goes on to ask every two seconds, and to draw what it gets. */
  void closeWindows() {
    List.copyOf(chromium.contexts()).forEach(BrowserContext::close);
  }

  /** Uncaught errors and violated policies of all pages. */
  public List<String> complaints() {
    return complaints;
  }

  /** What axe finds that is serious or critical. */
  public static List<String> barriers(Page page) {
    return new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .map(Browser::told)
            .toList();
  }

  private static String told(Rule rule) {
    return rule.getId()
        + ": "
        + rule.getHelp()
        + " "
        + rule.getNodes().stream()
            .limit(3)
            .map(node -> node.getHtml() + " " + node.getFailureSummary())
            .toList();
  }

  /** Keeps a picture of the window, to look at. */
  public static void picture(Page page, String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
