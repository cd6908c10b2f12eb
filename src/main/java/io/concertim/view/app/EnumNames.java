// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import java.util.List;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.converter.EnumTypeConverter;
import org.apache.camel.spi.TypeConverterRegistry;

/**
 * Converts the names in routes to the enums that the program's calls need. Camel does the same by
 * itself, but first looks through all its converters for another one, at each call and in vain;
 * that was a fifth of the processor time of a sync.
 */
final class EnumNames {
  private static final List<Class<? extends Enum<?>>> TYPES =
      List.of(Kind.class, Source.class, HttpMethods.class);

  private EnumNames() {}

  static void register(TypeConverterRegistry registry) {
    // Without a Camel context it looks for no other converter.
    EnumTypeConverter byName = new EnumTypeConverter();
    TYPES.forEach(type -> registry.addTypeConverter(type, String.class, byName));
  }
}
