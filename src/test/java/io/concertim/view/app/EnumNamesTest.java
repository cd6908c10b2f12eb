// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.concertim.view.model.layer.Kind;
import org.apache.camel.TypeConversionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class EnumNamesTest {
  @Test
  void areConvertedAsByCamelItselfAndFoundAtOnce() throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      EnumNames.register(context.getTypeConverterRegistry());

      assertNotNull(context.getTypeConverterRegistry().lookup(Kind.class, String.class));
      assertEquals(Kind.SERVER, context.getTypeConverter().convertTo(Kind.class, "SERVER"));
      assertEquals(
          Kind.CUSTOM_FIELD, context.getTypeConverter().convertTo(Kind.class, "custom-field"));
      assertThrows(
          TypeConversionException.class,
          () -> context.getTypeConverter().convertTo(Kind.class, "cluster"));
    }
  }
}
