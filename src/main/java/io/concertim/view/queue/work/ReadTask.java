// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.queue.work;

import io.concertim.view.model.layer.Kind;
import io.concertim.view.model.layer.Source;
import io.concertim.view.queue.ReadRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads that are done together, by one route.
 *
 * @param route the route that does the reads, without {@code direct:}
 * @param service the service that is asked, as the routes name it, such as {@code compute}
 * @param whole whether a whole list is read
 */
public record ReadTask(
    String route, String service, Kind kind, boolean whole, List<ObjectRead> reads) {
  /** Asks for one object. */
  static ReadTask single(ObjectRead read) {
    Kind kind = read.request().kind();
    return new ReadTask(route(kind), kind.service(), kind, false, List.of(read));
  }

  /** Asks for the list of all objects of the kind. */
  static ReadTask list(Kind kind, List<ObjectRead> reads) {
    return new ReadTask(
        Objects.requireNonNull(kind.listRoute()), kind.service(), kind, true, reads);
  }

  static boolean isListable(Kind kind) {
    return kind.listRoute() != null;
  }

  /** All routes that may do a task, without {@code direct:}. */
  public static Stream<String> routes() {
    return Arrays.stream(Kind.values())
        .flatMap(kind -> Stream.of(route(kind), kind.listRoute()))
        .filter(Objects::nonNull)
        .distinct();
  }

  /** All services that may be asked. */
  public static Stream<String> services() {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.source() != Source.CONCERTIM)
        .map(Kind::service)
        .distinct();
  }

  private static String route(Kind kind) {
    return kind == Kind.SUBSCRIPTION ? "read-subscription" : "read-object";
  }

  /** The request of a single read. */
  public ReadRequest request() {
    return reads.get(0).request();
  }
}
