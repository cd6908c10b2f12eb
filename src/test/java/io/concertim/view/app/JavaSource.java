// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the source of a class says about exchange properties and in its Javadoc. */
record JavaSource(String name, String text) {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Pattern METHOD =
      Pattern.compile(
          "(?m)^  (?:(?:public|private|protected|static|synchronized|final|<[^>]+>) )*"
              + "[\\w<>\\[\\],.? ]+ (\\w+)\\([^;{]*?\\)\\s*(?:throws [\\w,\\s.]+)?\\{");
  private static final Pattern SET = access("setProperty");
  private static final Pattern GET = access("(?:getProperty|@ExchangeProperty)");

  /** An exchange property and the method that sets or reads it. */
  record Access(String property, String by, boolean sets) {}

  static List<JavaSource> all() {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .sorted()
          .map(JavaSource::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavaSource read(Path file) {
    try {
      String name = file.getFileName().toString().replace(".java", "");
      return new JavaSource(name, Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pattern access(String method) {
    return Pattern.compile(method + "\\(\\s*(?:\"(\\w+)\"|(\\w+))[,)]");
  }

  /** Of the properties that are not Camel's own. */
  List<Access> accesses() {
    List<Access> found = new ArrayList<>();
    if (text.contains("import org.apache.camel.Exchange")) {
      find(SET, true, found);
      find(GET, false, found);
    }
    return found;
  }

  private void find(Pattern pattern, boolean sets, List<Access> found) {
    for (Matcher access = pattern.matcher(text); access.find(); ) {
      String property = access.group(1) == null ? constant(access.group(2)) : access.group(1);
      if (property != null) {
        found.add(new Access(property, name + "." + methodAt(access.start()), sets));
      }
    }
  }

  private String constant(String constant) {
    Matcher value = Pattern.compile(constant + " = \"(\\w+)\"").matcher(text);
    return value.find() ? value.group(1) : null;
  }

  private String methodAt(int offset) {
    String last = "";
    for (Matcher method = METHOD.matcher(text); method.find() && method.start() <= offset; ) {
      last = method.group(1);
    }
    return last;
  }

  /** The first sentence of the class's Javadoc. */
  String summary() {
    int declared = text.indexOf("\npublic ");
    return summary(declared < 0 ? text.length() : declared);
  }

  /** The first sentence of a method's Javadoc; empty where it has none. */
  String summary(String method) {
    for (Matcher found = METHOD.matcher(text); found.find(); ) {
      if (found.group(1).equals(method)) {
        return summary(found.start());
      }
    }
    return "";
  }

  private String summary(int declared) {
    Matcher comment =
        Pattern.compile("(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*$")
            .matcher(text.substring(0, declared));
    if (!comment.find()) {
      return "";
    }
    String plain =
        comment
            .group(1)
            .replaceAll("\\s*\\n\\s*\\*? ?", " ")
            .replaceAll("\\{@\\w+ #?([^}]*)}", "`$1`");
    return plain.strip().replaceFirst("(?s)(?<=[^.][.;])\\s.*", "").replaceFirst("[.;]$", "");
  }
}
