package io.concertim.view.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.cli.LabSync;
import io.concertim.view.lab.EmbeddedLab;
import io.concertim.view.lab.LabConfig;
import io.concertim.view.lab.LabOptions;
import io.concertim.view.model.layer.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;

/** A lab, and syncs of it that try failed calls again at once. */
final class LabReads implements AutoCloseable {
  final EmbeddedLab lab;
  private final Path folder;

  LabReads(Path folder) {
    this(folder, LabOptions.defaults());
  }

  LabReads(Path folder, LabOptions options) {
    this.folder = folder;
    this.lab = EmbeddedLab.start(options);
  }

  LabSync sync() throws Exception {
    return sync("page_size: 1000");
  }

  /** One sync with further settings of the block view. */
  LabSync sync(String settings) throws Exception {
    return sync(lab.config(), settings);
  }

  LabSync sync(LabConfig config, String settings) throws Exception {
    return LabSync.run(
        config.without("view").append("view: {retries: 2, retry_delay: 10ms, " + settings + "}"),
        folder);
  }

  /** A sync during which something happens as soon as so many calls of this path were answered. */
  LabSync syncWith(String settings, String path, int answered, Runnable event) throws Exception {
    CompletableFuture<LabSync> sync =
        CompletableFuture.supplyAsync(() -> unchecked(() -> sync(settings)));
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> sync.isDone() || lab.calls().matching(path).size() >= answered);
    event.run();
    return sync.get();
  }

  private static <T> T unchecked(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  /** How many calls of this path were answered with this status; 0 is no answer. */
  long answers(String path, int status) {
    return lab.calls().matching(path).stream().filter(call -> call.status() == status).count();
  }

  static void assertComplete(LabSync sync, Source... sources) {
    for (Source source : sources) {
      assertTrue(sync.status(source).complete(), () -> "" + sync.status(source));
    }
  }

  @Override
  public void close() {
    lab.close();
  }
}
