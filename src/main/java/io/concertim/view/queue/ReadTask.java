package io.concertim.view.queue;

import io.concertim.view.model.layer.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads that are done together, by one route.
 *
 * @param route that does them, without {@code direct:}
 * @param service that is asked, as the routes name it, such as {@code compute}
 * @param whole whether a whole list is read
 */
public record ReadTask(
    String route, String service, Kind kind, boolean whole, List<ObjectRead> reads) {
  /** The routes that read all of a kind in one or few calls. */
  private static final Map<Kind, String> LISTS =
      Map.of(
          Kind.SERVER, "openstack-servers",
          Kind.SERVER_GROUP, "openstack-server-groups",
          Kind.STACK, "openstack-stacks",
          Kind.VOLUME, "openstack-volumes",
          Kind.NETWORK, "openstack-networks",
          Kind.PROJECT, "openstack-projects",
          Kind.FLAVOR, "openstack-flavors");

  /** Asks for one object. */
  static ReadTask single(ObjectRead read) {
    Kind kind = read.mark().kind();
    return new ReadTask(route(kind), service(kind), kind, false, List.of(read));
  }

  /** Asks for the list of all objects of the kind. */
  static ReadTask list(Kind kind, List<ObjectRead> reads) {
    return new ReadTask(
        Optional.ofNullable(LISTS.get(kind)).orElseThrow(), service(kind), kind, true, reads);
  }

  static boolean isListable(Kind kind) {
    return LISTS.containsKey(kind);
  }

  /** All routes that do a task, without {@code direct:}. */
  public static Stream<String> routes() {
    return Stream.concat(
        LISTS.values().stream(), Arrays.stream(Kind.values()).map(ReadTask::route));
  }

  /** All services that are asked. */
  public static Stream<String> services() {
    return Arrays.stream(Kind.values()).map(ReadTask::service).distinct();
  }

  private static String route(Kind kind) {
    return switch (kind) {
      case STACK -> "object-stack";
      case SUBSCRIPTION -> "object-subscription";
      default -> "object";
    };
  }

  private static String service(Kind kind) {
    return switch (kind) {
      case STACK -> "orchestration";
      case VOLUME -> "volume";
      case NETWORK -> "network";
      case PROJECT -> "identity";
      case SUBSCRIPTION -> "killbill";
      default -> "compute";
    };
  }

  /** The mark of a single read. */
  public Mark mark() {
    return reads.get(0).mark();
  }
}
