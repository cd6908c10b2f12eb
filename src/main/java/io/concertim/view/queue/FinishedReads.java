package io.concertim.view.queue;

import io.concertim.view.model.layer.Observation;
import java.util.ArrayList;
import java.util.List;

/** What reads showed and is not stored yet; whatever is there is stored together. */
final class FinishedReads {
  private final List<ObjectRead> reads = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();

  /**
   * What is stored together.
   *
   * @param reads that are done once the observations are stored
   */
  record Batch(List<ObjectRead> reads, List<Observation> observations) {}

  synchronized void add(List<ObjectRead> finished, List<Observation> shown) {
    reads.addAll(finished);
    observations.addAll(shown);
  }

  synchronized boolean isEmpty() {
    return reads.isEmpty();
  }

  /** Takes all there is. */
  synchronized Batch drain() {
    Batch batch = new Batch(List.copyOf(reads), List.copyOf(observations));
    reads.clear();
    observations.clear();
    return batch;
  }
}
