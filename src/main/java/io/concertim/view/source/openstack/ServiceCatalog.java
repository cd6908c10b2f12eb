// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.source.openstack;

import io.concertim.view.source.Row;
import io.concertim.view.source.http.NoServiceException;
import io.concertim.view.source.http.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The addresses of the cloud's services, chosen from Keystone's catalog as keystoneauth chooses
 * them.
 *
 * <p>An endpoint belongs to the region that its {@code region_id} or its {@code region} names. An
 * endpoint without either belongs to every region, and is taken where none names the wanted one. A
 * catalog may list a service without a version, or with another one than we speak; every service
 * keeps its versions below one root, so the address is the root and the version that we speak. The
 * host, the scheme and the port are always the catalog's own: a version document often names the
 * host behind a proxy, and the token must not go elsewhere.
 *
 * @param entries all endpoints of the wanted interface, in the catalog's order
 * @param region the wanted region, or null for the first endpoint of each service
 * @param face public, internal or admin
 * @param projectId goes into addresses without a version; null where the token has no project
 */
public record ServiceCatalog(List<Entry> entries, String region, String face, String projectId) {
  private static final Pattern VERSION = Pattern.compile("/(v[0-9]+(?:\\.[0-9]+)?)(?=/|$)");

  /** Without these there are still racks. */
  private static final Set<String> OPTIONAL = Set.of("volume", "network");

  /** A service as we speak to it; its types in the catalog, the preferred one first. */
  private record Api(List<String> types, String version, boolean byProject) {}

  private static final Map<String, Api> APIS =
      Map.of(
          "identity", new Api(List.of("identity"), "v3", false),
          "compute", new Api(List.of("compute"), "v2.1", false),
          "orchestration", new Api(List.of("orchestration"), "v1", true),
          "volume",
              new Api(
                  List.of("volumev3", "block-storage", "block-store", "volumev2", "volume"),
                  "v3",
                  true),
          "network", new Api(List.of("network"), "v2.0", false));

  /**
   * One endpoint.
   *
   * @param type of its service, as volumev3
   * @param regions the names of its region; empty for an endpoint of every region
   * @param url without a trailing slash
   */
  public record Entry(String type, List<String> regions, String url) {}

  /**
   * Where a service is.
   *
   * @param url with the version, without a trailing slash
   * @param why how it was chosen, for an operator
   */
  public record Address(String url, String why) {}

  /**
   * Reads the catalog of a token.
   *
   * @param token the object {@code token} of Keystone's answer
   * @param region the wanted region, or null
   * @param face public, internal or admin
   */
  static ServiceCatalog of(Row token, String region, String face) {
    List<Entry> entries = new ArrayList<>();
    for (Row service : token.rows("catalog")) {
      for (Row endpoint : service.rows("endpoints")) {
        if (face.equals(endpoint.text("interface"))) {
          entries.add(
              new Entry(
                  service.needed("type"),
                  Stream.of("region_id", "region")
                      .flatMap(field -> Stream.ofNullable(endpoint.text(field)))
                      .distinct()
                      .toList(),
                  endpoint.needed("url").replaceFirst("/+$", "")));
        }
      }
    }
    return new ServiceCatalog(List.copyOf(entries), region, face, token.row("project").text("id"));
  }

  /**
   * The address of a service.
   *
   * @param service identity, compute, orchestration, volume or network
   * @throws NoServiceException if the cloud has no such service and need not have it
   * @throws SourceException if the catalog has no such endpoint
   */
  public Address address(String service) {
    Api api = APIS.get(service);
    Entry entry = find(api).orElseThrow(() -> missing(service, api));
    return versioned(api, entry.url(), "%s, %s".formatted(entry.type(), place(entry)));
  }

  private Optional<Entry> find(Api api) {
    return api.types().stream()
        .flatMap(type -> Stream.concat(named(type), nameless(type)))
        .findFirst();
  }

  private Stream<Entry> named(String type) {
    return entries.stream()
        .filter(e -> e.type().equals(type) && (region == null || e.regions().contains(region)));
  }

  private Stream<Entry> nameless(String type) {
    return entries.stream().filter(e -> e.type().equals(type) && e.regions().isEmpty());
  }

  private String place(Entry entry) {
    return face
        + (entry.regions().isEmpty()
            ? ", of every region"
            : ", region " + String.join(" or ", entry.regions()));
  }

  private Address versioned(Api api, String url, String place) {
    int authority = url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2;
    int path = url.indexOf('/', authority) < 0 ? url.length() : url.indexOf('/', authority);
    Matcher version = VERSION.matcher(url).region(path, url.length());
    if (!version.find()) {
      String project = api.byProject() && projectId != null ? "/" + projectId : "";
      return new Address(
          url + "/" + api.version() + project,
          place + "; the catalog names no version, we speak " + api.version());
    }
    if (version.group(1).equals(api.version())) {
      return new Address(url, place);
    }
    return new Address(
        url.substring(0, version.start(1)) + api.version() + url.substring(version.end(1)),
        "%s; the catalog names %s, we speak %s below the same root"
            .formatted(place, version.group(1), api.version()));
  }

  private SourceException missing(String service, Api api) {
    List<Entry> elsewhere = entries.stream().filter(e -> api.types().contains(e.type())).toList();
    if (elsewhere.isEmpty()) {
      String message =
          "openstack: the catalog has no %s endpoint for %s; it has %s"
              .formatted(face, service, new TreeSet<>(entries.stream().map(Entry::type).toList()));
      return OPTIONAL.contains(service)
          ? new NoServiceException(message)
          : new SourceException(message);
    }
    TreeSet<String> regions = new TreeSet<>();
    elsewhere.forEach(e -> regions.addAll(e.regions()));
    return new SourceException(
        "openstack: the catalog has no %s endpoint for %s in the region %s; it has one in %s; see"
                .formatted(face, service, region, regions)
            + " openstack.region_name");
  }
}
