// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.history;

import io.concertim.view.pieces.Piece;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The components of a record by their names in view.json. */
final class Fields {
  /** The components of each type by their names; looking them up takes longer than reading them. */
  private static final ClassValue<Map<String, RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Map<String, RecordComponent> computeValue(Class<?> type) {
          Map<String, RecordComponent> components = new LinkedHashMap<>();
          for (RecordComponent component : type.getRecordComponents()) {
            components.put(name(component), component);
          }
          return components;
        }
      };

  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          Class<?>[] types =
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new);
          try {
            return type.getDeclaredConstructor(types);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
          }
        }
      };

  private Fields() {}

  /** All components, in their order. */
  static Map<String, Object> of(Record object) {
    return of(object, COMPONENTS.get(object.getClass()).keySet());
  }

  /** The components with these names. */
  static Map<String, Object> of(Record object, Collection<String> names) {
    Map<String, RecordComponent> components = COMPONENTS.get(object.getClass());
    Map<String, Object> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, value(components.get(name), object)));
    return fields;
  }

  /** The names of those that are not written alike; the order of maps in them counts. */
  static List<String> differing(Record one, Record other) {
    List<String> names = new ArrayList<>();
    COMPONENTS
        .get(one.getClass())
        .forEach(
            (name, component) -> {
              if (!isAlike(value(component, one), value(component, other))) {
                names.add(name);
              }
            });
    return names;
  }

  private static boolean isAlike(Object one, Object other) {
    return new Piece(null, null, one).isWrittenLike(new Piece(null, null, other));
  }

  /** The component's name in snake_case. */
  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  static Object value(RecordComponent component, Record object) {
    try {
      return component.getAccessor().invoke(object);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  /** The components of a type by their names. */
  static Map<String, RecordComponent> components(Class<? extends Record> type) {
    return COMPONENTS.get(type);
  }

  /** A record of these components; those that are missing are null, 0 or false. */
  static <T extends Record> T record(Class<T> type, Map<String, Object> fields) {
    List<Object> values = new ArrayList<>();
    COMPONENTS
        .get(type)
        .forEach(
            (name, component) -> {
              Object value = fields.get(name);
              values.add(value == null ? none(component.getType()) : value);
            });
    try {
      return type.cast(CONSTRUCTORS.get(type).newInstance(values.toArray()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  private static Object none(Class<?> type) {
    return Array.get(Array.newInstance(type, 1), 0);
  }
}
