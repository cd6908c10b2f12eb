// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** The documentation shows only command lines that the program and Maven understand. */
class DocumentedCommandsTest {
  /** Up to what ends a command: a remark, another command, the end of the code or of the line. */
  private static final String WORDS = "((?: [^\\s`|;#&<>…]+)+)";

  /** After a prompt, in a block of code, after what runs it, or as a piece of code of its own. */
  private static final Pattern PROGRAM =
      Pattern.compile(
          "(?:(?:^ +|`|\\$ |-u concertim |exec \\w+ |-jar \\S*)concertim-view(?:\\.jar)?|\\$ view)"
              + WORDS,
          Pattern.MULTILINE);

  /** A command alone, such as {@code explain ID}. */
  private static final Pattern COMMAND =
      Pattern.compile(
          "`(?=(?:"
              + String.join("|", ViewCommand.line().getSubcommands().keySet())
              + ") )([^`]+)`");

  private static final Pattern OPTION = Pattern.compile("^\\| (`-.*?) \\|", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("(?<=`)--?[\\w-]+");
  private static final Pattern PROFILE = Pattern.compile("mvnw [^`\n]*?-P(\\w+)");

  /** What stands after the program's name. */
  record Line(Path page, String text) {}

  /** All command lines of the program in the documentation. */
  static List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Stream.concat(results(PROGRAM, text), results(COMMAND, text))
          .map(found -> found.group(1).strip())
          .filter(line -> !line.equals("COMMAND"))
          .forEach(line -> lines.add(new Line(page, line)));
    }
    return lines;
  }

  @Test
  void ofTheProgram() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Line line : lines()) {
      try {
        ViewCommand.line().parseArgs(words(line.text));
      } catch (ParameterException e) {
        wrong.add(line + ": " + e.getMessage());
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(lines().size() > 40, "only " + lines().size() + " were found");
  }

  /** With a time where the documentation names its place, or only the option. */
  private static String[] words(String line) {
    return line.replaceAll("--at$", "--at TIME").replace("TIME", "PT1H").split(" ", -1);
  }

  @Test
  void withAllOptionsOfTheServices() throws IOException {
    Set<String> documented =
        results(OPTION, Files.readString(Path.of("docs", "operating.md")))
            .flatMap(row -> results(NAME, row.group(1)))
            .map(MatchResult::group)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known = new TreeSet<>(ViewCommand.line().getCommandSpec().optionsMap().keySet());
    known.removeAll(Set.of("-h", "-V"));

    assertEquals(known, documented);
  }

  @Test
  void ofMavenWithProfilesThatExist() throws IOException {
    String build = Files.readString(Path.of("pom.xml"));
    for (Path page : pages()) {
      results(PROFILE, Files.readString(page))
          .map(profile -> profile.group(1))
          .forEach(
              profile ->
                  assertTrue(build.contains("<id>" + profile + "</id>"), page + ": " + profile));
    }
  }

  private static Stream<MatchResult> results(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : List.of(Path.of("docs"), Path.of("etc"))) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    try (Stream<Path> files = Files.list(Path.of(""))) {
      files
          .filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
          .forEach(pages::add);
    }
    return pages;
  }
}
