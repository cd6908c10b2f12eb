// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.lab;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of Nova's API that a request asks for; 2.1 when it asks for none. */
record Microversion(int minor) {
  private static final Pattern FORM = Pattern.compile("2\\.(\\d{1,3})");
  private static final int NEWEST = 93;

  /** Empty when Nova would answer 406. */
  static Optional<Microversion> of(Call call) {
    String asked = text(call);
    Matcher form = FORM.matcher(asked.equals("latest") ? "2." + NEWEST : asked);
    return form.matches()
        ? Optional.of(new Microversion(Integer.parseInt(form.group(1)))).filter(Microversion::known)
        : Optional.empty();
  }

  static String text(Call call) {
    return call.header("openstack-api-version")
        .filter(value -> value.startsWith("compute "))
        .map(value -> value.substring("compute ".length()))
        .or(() -> call.header("x-openstack-nova-api-version"))
        .orElse("2.1");
  }

  boolean atLeast(int wanted) {
    return minor >= wanted;
  }

  private boolean known() {
    return minor >= 1 && minor <= NEWEST;
  }
}
