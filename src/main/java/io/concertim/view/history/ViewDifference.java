// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.history.Change.Op;
import io.concertim.view.model.view.Device;
import io.concertim.view.model.view.Identity;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.Rack;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import io.concertim.view.model.view.View;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The differences between a view and an earlier one, by object and field. An object is the same as
 * long as its id in the cloud is the same, also when Concertim gives it an id of its own.
 */
public final class ViewDifference {
  private static final int LONGEST_TEXT = 200;

  /** Fields that only repeat what other objects say themselves. */
  private static final Set<String> REPEATED = Set.of("racks", "devices", "occupied");

  private final List<Difference> differences = new ArrayList<>();

  /**
   * One difference, with the parts of a {@link Change}.
   *
   * @param field null unless a field has changed
   */
  public record Difference(
      String kind, String id, String name, Op op, String field, String before, String after) {}

  private ViewDifference() {}

  /** The differences, racks first. */
  public static List<Difference> between(View before, View after) {
    ViewDifference found = new ViewDifference();
    found.compare("rack", before.racks(), after.racks(), Rack::id, Rack::name);
    found.compare("device", before.devices(), after.devices(), Device::id, Device::name);
    found.compare("template", before.templates(), after.templates(), Template::id, Template::name);
    found.compare("team", before.teams(), after.teams(), Team::id, Team::name);
    found.compare("user", before.users(), after.users(), User::id, User::name);
    return found.differences;
  }

  /** Most objects are equal and at the same position; only the others are looked up by their id. */
  private <T extends Record> void compare(
      String kind,
      List<T> before,
      List<T> after,
      Function<T, Identity> id,
      Function<T, NamePair> name) {
    List<T> earlierOnes = new ArrayList<>();
    List<T> laterOnes = new ArrayList<>();
    Iterator<T> was = before.iterator();
    Iterator<T> is = after.iterator();
    while (was.hasNext() && is.hasNext()) {
      T earlier = was.next();
      T later = is.next();
      if (!Objects.equals(earlier, later)) { // the very same is not compared in its parts
        earlierOnes.add(earlier);
        laterOnes.add(later);
      }
    }
    was.forEachRemaining(earlierOnes::add);
    is.forEachRemaining(laterOnes::add);
    compareById(kind, earlierOnes, laterOnes, id, name);
  }

  private <T extends Record> void compareById(
      String kind,
      List<T> before,
      List<T> after,
      Function<T, Identity> id,
      Function<T, NamePair> name) {
    Map<String, T> left = new LinkedHashMap<>();
    before.forEach(object -> left.put(id.apply(object).key(), object));
    for (T object : after) {
      T earlier = left.remove(id.apply(object).key());
      Named named = new Named(kind, id.apply(object).key(), name.apply(object).shown());
      if (earlier == null) {
        add(named, Op.ADDED, null, null, null);
      } else if (!earlier.equals(object)) {
        compareFields(named, earlier, object);
      }
    }
    left.forEach(
        (gone, object) ->
            add(new Named(kind, gone, name.apply(object).shown()), Op.REMOVED, null, null, null));
  }

  /** The identity of an object. */
  private record Named(String kind, String id, String name) {}

  private void compareFields(Named object, Record before, Record after) {
    for (RecordComponent field : after.getClass().getRecordComponents()) {
      Object was = Fields.value(field, before);
      Object is = Fields.value(field, after);
      if (REPEATED.contains(field.getName()) || Objects.equals(was, is)) {
        continue;
      }
      String name = Fields.name(field);
      if (was instanceof Map<?, ?> earlier && is instanceof Map<?, ?> now) {
        compareKeys(object, name, earlier, now);
      } else {
        add(object, Op.CHANGED, name, shown(was), shown(is));
      }
    }
  }

  private void compareKeys(Named object, String field, Map<?, ?> before, Map<?, ?> after) {
    Set<String> keys = new TreeSet<>();
    before.keySet().forEach(key -> keys.add(String.valueOf(key)));
    after.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      if (!Objects.equals(before.get(key), after.get(key))) {
        add(object, Op.CHANGED, field + "." + key, shown(before.get(key)), shown(after.get(key)));
      }
    }
  }

  private void add(Named object, Op op, String field, String before, String after) {
    differences.add(new Difference(object.kind, object.id, object.name, op, field, before, after));
  }

  private static String shown(Object value) {
    if (value == null) {
      return null;
    }
    String text = words(value);
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
  }

  private static String words(Object value) {
    if (value instanceof Identity id) {
      return String.join("/", id.parts());
    }
    return value instanceof NamePair name
        ? name.concertim() + "/" + name.cloud()
        : value.toString();
  }
}
