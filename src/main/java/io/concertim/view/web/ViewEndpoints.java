// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.model.view.View;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewDigest;
import io.concertim.view.store.ViewJson;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The view as it is stored, and its summary. The entity tag of both is made of the generation. */
final class ViewEndpoints {
  private final StoredView stored;
  private final String process;
  private final Duration maxAge;
  private final Map<String, String> links;
  private final PastEndpoints past;
  private Packed packed = new Packed(null, null);

  private record Packed(String tag, SoftReference<byte[]> view) {}

  /**
   * @param process the name of this process
   * @param maxAge a source whose last complete read is older is not relied on
   * @param links the addresses at which people look at a system with a browser, by its name
   * @param past answers for earlier views
   */
  ViewEndpoints(
      StoredView stored,
      String process,
      Duration maxAge,
      Map<String, String> links,
      PastEndpoints past) {
    this.stored = stored;
    this.process = process;
    this.maxAge = maxAge;
    this.links = links;
    this.past = past;
  }

  Response summary(Request request) throws IOException {
    return stored.digest().map(this::summary).orElseGet(ViewEndpoints::none);
  }

  private Response summary(ViewDigest digest) {
    return Response.json(
        tag(digest),
        () -> {
          ObjectNode summary = StoreJson.MAPPER.createObjectNode();
          summary.put("process", process);
          summary.put("max_age_seconds", maxAge.toSeconds());
          summary.putPOJO("links", links);
          summary.setAll(StoreJson.MAPPER.<ObjectNode>valueToTree(digest));
          return StoreJson.MAPPER.writeValueAsBytes(summary);
        });
  }

  Response view(Request request) throws IOException {
    Optional<Instant> at = request.time("at");
    Optional<Long> racks = request.number("racks");
    if (at.isPresent()) {
      return past.at(at.get(), racks);
    }
    if (racks.isPresent()) {
      return stored.view().map(view -> first(view, racks.get())).orElseGet(ViewEndpoints::none);
    }
    Optional<ViewDigest> digest = stored.digest();
    return digest.isEmpty() ? none() : Response.json(tag(digest.get()), new ViewFile(digest.get()));
  }

  static Response first(View view, long racks) {
    return Response.json(
        tag(view.generation(), view.writtenAt()), () -> ViewJson.bytes(FirstRacks.of(view, racks)));
  }

  /**
   * If there is a later view meanwhile, the content is newer than its tag, so the client only asks
   * once more.
   */
  private final class ViewFile implements Response.Content {
    private final String tag;

    ViewFile(ViewDigest digest) {
      this.tag = tag(digest);
    }

    @Override
    public byte[] plain() throws IOException {
      return stored.bytes();
    }

    @Override
    public byte[] gzipped() throws IOException {
      synchronized (ViewEndpoints.this) {
        byte[] view = tag.equals(packed.tag) ? packed.view.get() : null;
        if (view == null) {
          view = Response.gzip(plain());
          packed = new Packed(tag, new SoftReference<>(view));
        }
        return view;
      }
    }
  }

  static Response none() {
    return Response.error(503, "no view has been stored yet; /ready says more");
  }

  /**
   * The time is part of the tag, since generations begin again when the data directory is emptied.
   */
  private static String tag(ViewDigest digest) {
    return tag(digest.generation(), digest.writtenAt());
  }

  static String tag(long generation, Instant writtenAt) {
    return generation + "-" + writtenAt.toEpochMilli();
  }
}
