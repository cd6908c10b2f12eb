// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads a YAML file with every scalar as the text that was written.
 *
 * <p>YAML 1.1 would turn an unquoted password such as {@code 0123}, {@code yes} or {@code 1:30}
 * into another value. What a key's text means is up to the schema.
 */
final class YamlText {
  private static final String HINT =
      "; look there for a tab, a missing space after a colon,"
          + " or a special character outside double quotes";

  private static final int MOST_VALUES = 2_000;

  private YamlText() {}

  /**
   * The file's keys; values are {@code String}, {@code Map}, {@code List}, or null if empty.
   *
   * @throws ConfigException with one line that quotes nothing of the file, which holds secrets
   */
  static Map<?, ?> read(Path file) throws ConfigException {
    Object content = parse(file, text(file));
    if (content instanceof Map<?, ?> keys) {
      requireSmall(file, keys);
      return keys;
    }
    String found = content == null ? "nothing" : content instanceof List ? "a list" : "a text";
    throw mistake(file, "expected a mapping of keys, found " + found);
  }

  /** By aliases a short file can have any number of values, and values within themselves. */
  private static void requireSmall(Path file, Map<?, ?> keys) throws ConfigException {
    if (values(keys, MOST_VALUES) > MOST_VALUES) {
      throw mistake(
          file, "expected at most " + MOST_VALUES + " values, found more; write out its aliases");
    }
  }

  /** The number of values in a value, and itself; not counted further than the limit. */
  private static int values(Object value, int limit) {
    int count = 1;
    Collection<?> inner =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof List<?> list ? list : List.of();
    for (Object part : inner) {
      if (count > limit) {
        return count;
      }
      count += values(part, limit - count);
    }
    return count;
  }

  private static String text(Path file) throws ConfigException {
    try {
      return BoundedText.of(file);
    } catch (NoSuchFileException e) {
      throw mistake(file, "there is no such file; create it or name another with --config");
    } catch (AccessDeniedException e) {
      throw mistake(file, "cannot be read: permission denied to the user of this process");
    } catch (CharacterCodingException e) {
      throw mistake(file, "expected UTF-8 text, found other bytes; save it as UTF-8");
    } catch (IOException e) {
      throw mistake(file, "cannot be read: " + e.getMessage());
    }
  }

  private static Object parse(Path file, String text) throws ConfigException {
    LoaderOptions options = new LoaderOptions();
    DumperOptions dumper = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(dumper),
            dumper,
            options,
            new TextResolver());
    try {
      return yaml.load(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (MarkedYAMLException e) {
      throw mistake(file, "expected YAML, found a mistake" + position(e) + HINT);
    } catch (YAMLException e) {
      throw mistake(file, "expected YAML, found something else" + HINT.replace(" there", ""));
    }
  }

  private static String position(MarkedYAMLException e) {
    return e.getProblemMark() == null
        ? ""
        : " in line %d, column %d"
            .formatted(e.getProblemMark().getLine() + 1, e.getProblemMark().getColumn() + 1);
  }

  private static ConfigException mistake(Path file, String what) {
    Mistakes mistakes = new Mistakes(file);
    mistakes.add("", what);
    return mistakes.asException();
  }

  /** Knows empty values and merge keys; all else is text. */
  private static final class TextResolver extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
    }
  }
}
