// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages link to is there. */
class DocLinksTest {
  private static final Path README = Path.of("README.md");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");

  @Test
  void leadSomewhere() throws IOException {
    List<String> lost = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        Path target =
            link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        if (!Files.exists(target) || !hasHeading(target, link.group(2))) {
          lost.add(page + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), lost);
  }

  @Test
  void leadFromTheReadmeToEveryPage() throws IOException {
    for (Path page : pages()) {
      Path index = page.resolveSibling("README.md");
      if (page.startsWith("docs") && !page.equals(index)) {
        boolean isOwnIndex = Files.exists(index);
        String link = isOwnIndex ? page.getFileName().toString() : page.toString();
        assertTrue(
            Files.readString(isOwnIndex ? index : README).contains("(" + link + ")"),
            page::toString);
      }
    }
  }

  @Test
  void areAllInTheSite() throws IOException {
    String site = Files.readString(Path.of("etc", "site", "mkdocs.yml"));
    for (Path page : pages()) {
      if (page.startsWith("docs")) {
        assertTrue(site.contains(" " + Path.of("docs").relativize(page) + "\n"), page::toString);
      }
    }
  }

  @Test
  void leadFromTheReadmeToEveryIndex() throws IOException {
    String readme = Files.readString(README);
    for (Path page : pages()) {
      if (page.startsWith("docs") && page.endsWith("README.md")) {
        assertTrue(readme.contains("(" + page + ")"), page::toString);
      }
    }
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("docs", "etc", "src/test/resources")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files.filter(DocLinksTest::isPage).forEach(pages::add);
      }
    }
    try (Stream<Path> files = Files.list(Path.of(""))) {
      files.filter(DocLinksTest::isPage).forEach(pages::add);
    }
    return pages.stream().sorted().toList();
  }

  private static boolean isPage(Path file) {
    return file.toString().endsWith(".md");
  }

  /** Headings are named as Markdown's readers do: in lower case, words joined by hyphens. */
  private static boolean hasHeading(Path page, String anchor) throws IOException {
    return anchor == null
        || Files.readAllLines(page).stream()
            .filter(line -> line.startsWith("#"))
            .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z0-9_ -]", "").replace(' ', '-'))
            .anyMatch(anchor::equals);
  }
}
