// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Replaces the secrets of this process wherever they appear in text for people: a system may echo a
 * password in its error, or a token in an address.
 *
 * <p>Names and ids of objects are not changed, as others act by them. What has fewer than eight
 * characters is not replaced: such a password, guest say, is a part of other words. Nor is the name
 * of a system.
 */
public final class Redaction {
  private static final int SHORTEST = 8;
  private static final String STARS = "***";

  /** How Camel's failures name the place of a redirection, whose user and query may be secrets. */
  private static final String REDIRECTED = "redirectLocation: ";

  private static final Pattern PLACE = Pattern.compile(REDIRECTED + "[^\\s,]+");

  /** Hiding these, which some choose for a key, would hide what a line is about. */
  private static final Set<String> WORDS =
      Set.of("concertim", "openstack", "killbill", "rabbitmq", "password");

  /** What is hidden now, by who keeps it; the longest first, as one may hold another. */
  private static final Map<String, List<String>> HIDDEN = new ConcurrentHashMap<>();

  private Redaction() {}

  /**
   * Hides these secrets from now on, instead of those that the same keeper had before.
   *
   * @param keeper such as the name of a system whose token is replaced by a newer one
   */
  public static void hide(String keeper, Collection<String> secrets) {
    List<String> forms = new ArrayList<>();
    for (String sent : secrets) {
      String secret = sent.replaceFirst("^(Bearer|Basic) ", "");
      if (secret.length() >= SHORTEST && !WORDS.contains(secret)) {
        forms.add(secret);
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"")); // within JSON
      }
    }
    HIDDEN.put(
        keeper,
        forms.stream().distinct().sorted(Comparator.comparing(String::length).reversed()).toList());
  }

  /** The text, with three stars for each secret; null for null. */
  public static String of(String text) {
    if (text == null) {
      return null;
    }
    String shown = text;
    for (List<String> secrets : HIDDEN.values()) {
      for (String secret : secrets) {
        if (shown.contains(secret)) {
          shown = shown.replace(secret, STARS);
        }
      }
    }
    return shown.contains(REDIRECTED) ? PLACE.matcher(shown).replaceAll(REDIRECTED + STARS) : shown;
  }
}
