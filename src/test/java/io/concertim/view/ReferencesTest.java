// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What code, tests, routes, scripts and documentation refer to is in this repository: pages
 * ("suite.md"), their sections ("suite.md section 5"), decisions ("decision D9"), defects of the
 * Python services ("python-defects A7", or only "A7"), and tests.
 */
class ReferencesTest {
  private static final Path DECISIONS = Path.of("docs", "decisions");
  private static final Path DEFECTS = Path.of("docs", "reference", "python-defects.md");

  /** Written below {@code target}, so not in the repository. */
  private static final Set<String> WRITTEN = Set.of("delays.md", "queue.md", "soak.md", "table.md");

  private static final Pattern PAGE = Pattern.compile("(?<![\\w./*-])[\\w./-]*\\w\\.md\\b");
  private static final String NUMBER = "\\d+(?:\\.\\d+)?";
  private static final Pattern SECTION =
      Pattern.compile(
          "((?:[\\w-]+\\.md\\)?|RFC \\d+),? )?sections? "
              + "(NUMBER(?:(?:, | and | to )NUMBER)*)".replace("NUMBER", NUMBER)
              + "(?:, (?:case|opening) (\\d+))?");
  private static final Pattern HEADING = Pattern.compile("([\\w-]+\\.md), \"([^\"]+)\"");
  private static final Pattern DECISION = Pattern.compile("\\b(?:[Dd]ecision|[Dd]esign) (D\\d+)");
  private static final Pattern DEFECT = Pattern.compile("\\bdefects? ([A-G]\\d+)");
  private static final Pattern EITHER =
      Pattern.compile("(?<![\\w.+/-])([A-G][1-9]\\d?)(?![\\w\\[])");

  private static final Map<Path, String> TEXTS = texts();

  private static final Pattern TEST =
      Pattern.compile("\\b([A-Z]\\w*[a-z](?:Test|IT))\\b(?:#(\\w+))?");

  private final Set<String> lost = new TreeSet<>();

  @Test
  void toPagesLeadSomewhere() {
    TEXTS.forEach(
        (file, text) -> {
          for (MatchResult page : in(text, PAGE)) {
            String name = page.group().replaceFirst("^target/", "");
            if (!WRITTEN.contains(name) && page(file, name) == null) {
              lost.add(file + ": " + page.group());
            }
          }
        });
    assertEquals(Set.of(), lost);
  }

  @Test
  void toSectionsLeadSomewhere() {
    TEXTS.forEach(
        (file, text) -> {
          for (MatchResult section : in(text, SECTION)) {
            String named = section.group(1);
            if (named != null && named.startsWith("RFC")) {
              continue;
            }
            Path page = named == null ? file : page(file, named.replaceAll("[),]* $", ""));
            for (MatchResult number : in(section.group(2), Pattern.compile(NUMBER))) {
              if (!hasSection(page, number.group(), section.group(3))) {
                lost.add(file + ": " + section.group());
              }
            }
          }
          for (MatchResult heading : in(text, HEADING)) {
            if (!has(page(file, heading.group(1)), "^#+ (\\d+\\. )?" + heading.group(2) + "$")) {
              lost.add(file + ": " + heading.group());
            }
          }
        });
    assertEquals(Set.of(), lost);
  }

  @Test
  void toDecisionsAndDefectsLeadSomewhere() {
    Set<String> decisions = new TreeSet<>();
    TEXTS.keySet().stream()
        .filter(page -> page.startsWith(DECISIONS))
        .forEach(page -> decisions.addAll(numbers(page, "^# (D\\d+): ")));
    Set<String> defects = numbers(DEFECTS, "^\\| ([A-G]\\d+) \\|");
    Set<String> either = new TreeSet<>(decisions);
    either.addAll(defects);

    TEXTS.forEach(
        (file, text) -> {
          addLost(file, in(text, DECISION), decisions);
          addLost(file, in(text, DEFECT), defects);
          addLost(file, in(text, EITHER), either);
        });
    assertEquals(Set.of(), lost);
  }

  @Test
  void toTestsLeadSomewhere() {
    TEXTS.forEach(
        (file, text) -> {
          for (MatchResult test : in(file.toString().endsWith(".java") ? "" : text, TEST)) {
            if (TEXTS.entrySet().stream()
                .filter(source -> source.getKey().endsWith(test.group(1) + ".java"))
                .noneMatch(
                    source ->
                        test.group(2) == null
                            || source.getValue().contains(" " + test.group(2) + "("))) {
              lost.add(file + ": " + test.group());
            }
          }
        });
    assertEquals(Set.of(), lost);
  }

  private void addLost(Path file, List<MatchResult> names, Set<String> known) {
    for (MatchResult name : names) {
      if (!known.contains(name.group(1))) {
        lost.add(file + ": " + name.group());
      }
    }
  }

  /** Pages are named by their path, from here or from the root, or in docs by their name alone. */
  private Path page(Path file, String name) {
    return Stream.concat(
            Stream.of(Path.of(name), file.resolveSibling(name).normalize()),
            TEXTS.keySet().stream().filter(page -> page.startsWith("docs") && page.endsWith(name)))
        .filter(TEXTS::containsKey)
        .findFirst()
        .orElse(null);
  }

  /** Whether a page has a section of this number and, in it, an item of that number if given. */
  private boolean hasSection(Path page, String number, String item) {
    String heading = "^(#+) " + Pattern.quote(number) + "[. ]";
    return has(page, item == null ? heading : heading + "(?s:(?!\n\\1 ).)*\n" + item + "\\. ");
  }

  private boolean has(Path page, String line) {
    return page != null && Pattern.compile(line, Pattern.MULTILINE).matcher(read(page)).find();
  }

  private Set<String> numbers(Path page, String line) {
    Set<String> numbers = new TreeSet<>();
    Pattern.compile(line, Pattern.MULTILINE)
        .matcher(read(page))
        .results()
        .forEach(found -> numbers.add(found.group(1)));
    return numbers;
  }

  private static List<MatchResult> in(String text, Pattern pattern) {
    return pattern.matcher(text).results().toList();
  }

  /** What people write and read, by file, each with its lines joined. */
  private static Map<Path, String> texts() {
    List<Path> files = new ArrayList<>(files(Path.of(""), 1));
    for (String folder : List.of("src", "docs", "etc", "Dockerfiles", ".ci", ".github")) {
      files.addAll(files(Path.of(folder), Integer.MAX_VALUE));
    }
    Map<Path, String> texts = new TreeMap<>();
    for (Path file : files) {
      texts.put(file, read(file).replaceAll("\\n[ \\t]*(?:\\*|//+|#+)?[ \\t]*", " "));
    }
    return texts;
  }

  private static List<Path> files(Path folder, int depth) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  file.startsWith(".ci")
                      || file.toString()
                          .matches(".*\\.(java|yaml|yml|md|sh|py|properties|xml|service)"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
