// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.concertim.view.config.Secret;
import io.concertim.view.history.Change;
import io.concertim.view.history.ChangesAfter.Entry;
import io.concertim.view.store.StoreJson;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A change as it is sent: a CloudEvent 1.0 in structured JSON.
 *
 * @param id the same whenever the change is sent, so that a receiver can drop what comes twice
 * @param topic kind and operation, such as {@code device.changed}
 * @param body JSON
 */
public record Event(String id, String topic, String body) {
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=utf-8";
  static final String SIGNATURE = "X-Concertim-View-Signature";

  /**
   * The event of a change. The values of a stack's outputs are left out, as they may be passwords.
   *
   * @param source where the view is that has changed; see {@link #source}
   */
  static Event of(Entry entry, String source) {
    Change change = entry.change();
    String topic = change.kind() + "." + change.op().name().toLowerCase(Locale.ROOT);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", entry.id());
    event.put("source", source);
    event.put("type", "io.concertim.view." + topic);
    event.put("subject", change.id());
    event.put("time", change.at());
    event.put("datacontenttype", "application/json");
    event.put("data", change.withoutOutputs());
    try {
      return new Event(entry.id(), topic, StoreJson.MAPPER.writeValueAsString(event));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The source of the events: the view of this portal, whichever machine makes it. */
  static String source(URI portal) {
    return "/concertim-view/" + URLEncoder.encode(portal.getAuthority(), StandardCharsets.UTF_8);
  }

  /** The body as it is sent. */
  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  /** The signature of the body (RFC 2104), as {@code sha256=} and 64 hexadecimal digits. */
  String signature(Secret secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = secret.reveal().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
