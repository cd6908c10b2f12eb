package io.concertim.view.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concertim.view.store.StoreJson;
import io.concertim.view.store.StoredView;
import io.concertim.view.store.ViewDigest;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;

/** The view as it is stored, and its digest. Both have their generation as entity tag. */
final class ViewEndpoints {
  private final StoredView stored;
  private final String process;
  private final Duration maxAge;
  private Packed packed = new Packed(null, null);

  private record Packed(String tag, SoftReference<byte[]> view) {}

  /**
   * @param process the name of this process
   * @param maxAge what was read longer ago is not relied on
   */
  ViewEndpoints(StoredView stored, String process, Duration maxAge) {
    this.stored = stored;
    this.process = process;
    this.maxAge = maxAge;
  }

  Answer summary(Request request) throws IOException {
    return stored.digest().map(this::summary).orElseGet(ViewEndpoints::none);
  }

  private Answer summary(ViewDigest digest) {
    return Answer.json(
        tag(digest),
        () -> {
          ObjectNode summary = StoreJson.MAPPER.createObjectNode();
          summary.put("process", process);
          summary.put("max_age_seconds", maxAge.toSeconds());
          summary.setAll(StoreJson.MAPPER.<ObjectNode>valueToTree(digest));
          return StoreJson.MAPPER.writeValueAsBytes(summary);
        });
  }

  Answer view(Request request) throws IOException {
    Optional<ViewDigest> digest = stored.digest();
    return digest.isEmpty() ? none() : Answer.json(tag(digest.get()), new ViewFile(digest.get()));
  }

  /** A file replaced meanwhile is newer than the tag says, so it is only asked for once more. */
  private final class ViewFile implements Answer.Content {
    private final String tag;

    ViewFile(ViewDigest digest) {
      this.tag = tag(digest);
    }

    @Override
    public byte[] plain() throws IOException {
      return Files.readAllBytes(stored.file());
    }

    @Override
    public byte[] gzipped() throws IOException {
      synchronized (ViewEndpoints.this) {
        byte[] view = tag.equals(packed.tag) ? packed.view.get() : null;
        if (view == null) {
          view = Answer.gzip(plain());
          packed = new Packed(tag, new SoftReference<>(view));
        }
        return view;
      }
    }
  }

  static Answer none() {
    return Answer.error(503, "no view has been stored yet; /ready says more");
  }

  /** The time tells generations apart of a data directory that was begun anew. */
  private static String tag(ViewDigest digest) {
    return digest.generation() + "-" + digest.writtenAt().toEpochMilli();
  }
}
