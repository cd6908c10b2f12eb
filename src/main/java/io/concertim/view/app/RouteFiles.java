// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.app;

import io.concertim.view.config.UsageException;
import io.concertim.view.config.ViewConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The route files to load: the built-in ones, each replaced by a file of the same name in the
 * operator's directory, and further files of that directory.
 *
 * @param locations Camel resource locations, such as {@code classpath:routes/view-sync.camel.yaml}
 * @param directory the operator's directory, or null
 */
public record RouteFiles(List<String> locations, Path directory) {
  private static final String SUFFIX = ".camel.yaml";

  private static final List<String> COMMON =
      List.of(
          ("calls lists concertim concertim-devices concertim-lists openstack "
                  + "openstack-changes openstack-compute openstack-stacks killbill object "
                  + "view-store view-watch portal-look")
              .split(" ", -1));

  private static final String NOTIFY = "notify";
  private static final String CLUSTER = "cluster";
  private static final String CLUSTER_READS = "cluster-reads";

  /**
   * The files to load for a process that sends no changes to others and does not follow a cluster.
   *
   * @param process what they are for
   * @param directory the operator's directory, or null for the built-in files only
   * @throws UsageException if the directory cannot be read
   */
  public static RouteFiles of(ProcessName process, Path directory) throws UsageException {
    return of(process, directory, List.of());
  }

  /** The files to load for a process as the configuration has it. */
  public static RouteFiles of(ProcessName process, Path directory, ViewConfig config)
      throws UsageException {
    List<String> asked = new ArrayList<>();
    if (ViewBeans.notifies(process, config)) {
      asked.add(NOTIFY);
    }
    if (config.cluster().isPresent()) {
      asked.add(CLUSTER);
      if (process.listens()) {
        asked.add(CLUSTER_READS);
      }
    }
    return of(process, directory, asked);
  }

  private static RouteFiles of(ProcessName process, Path directory, List<String> asked)
      throws UsageException {
    Map<String, String> byName = new LinkedHashMap<>();
    Stream.of(COMMON, process.routes(), asked)
        .flatMap(List::stream)
        .map(name -> name + SUFFIX)
        .forEach(file -> byName.put(file, "classpath:routes/" + file));
    if (directory != null) {
      try (Stream<Path> files = Files.list(directory)) {
        files
            .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
            .sorted()
            .forEach(
                file -> byName.put(file.getFileName().toString(), "file:" + file.toAbsolutePath()));
      } catch (IOException e) {
        throw new UsageException("--routes: cannot read the directory " + directory, e);
      }
    }
    for (String name : List.of(NOTIFY, CLUSTER, CLUSTER_READS)) {
      if (!asked.contains(name)) {
        byName.remove(name + SUFFIX); // the operator's too, as nothing is there that it names
      }
    }
    return new RouteFiles(new ArrayList<>(byName.values()), directory);
  }
}
