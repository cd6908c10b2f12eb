// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws what was measured over the size of the cloud, as {@code performance-*.png}: the steps of a
 * sync (JMH) and whole syncs (etc/lab/cloudsim/bench.py). A result that is not there is left out.
 */
public final class BenchPlots {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private BenchPlots(Path folder) {
    this.folder = folder;
  }

  /**
   * Draws what there is.
   *
   * @param args the results of JMH, those of bench.py --json, and the folder for the pictures
   */
  public static void main(String[] args) throws IOException {
    Path steps = Path.of(args[0]);
    Path syncs = Path.of(args[1]);
    BenchPlots plots = new BenchPlots(Files.createDirectories(Path.of(args[2])));
    if (Files.exists(steps)) {
      plots.steps(JSON.readTree(Files.readAllBytes(steps)));
    }
    if (Files.exists(syncs)) {
      plots.syncs(JSON.readTree(Files.readAllBytes(syncs)).path("results"));
    }
  }

  private void steps(JsonNode benchmarks) throws IOException {
    Map<String, SortedMap<Double, Double>> times = new LinkedHashMap<>();
    for (JsonNode benchmark : benchmarks) {
      String name = benchmark.path("benchmark").asText();
      add(
          times,
          name.substring(name.lastIndexOf('.') + 1),
          benchmark.path("params").path("devices").asDouble(),
          benchmark.path("primaryMetric").path("score").asDouble());
    }
    draw("steps", "Steps of a sync", "devices in the view", "ms", times);
  }

  private void syncs(JsonNode results) throws IOException {
    draw(
        "time", "A full sync", "servers", "s", phases(results, phase -> number(phase, "logged_s")));
    draw("requests", "Requests", "servers", "", phases(results, phase -> number(phase, "total")));
    draw(
        "memory",
        "Heap after collections",
        "servers",
        "MB",
        phases(results, phase -> number(phase, "heap_after_gc_mb")));
  }

  private static double number(JsonNode phase, String field) {
    return phase.path(field).asDouble();
  }

  private static Map<String, SortedMap<Double, Double>> phases(
      JsonNode results, ToDoubleFunction<JsonNode> figure) {
    Map<String, SortedMap<Double, Double>> series = new LinkedHashMap<>();
    for (JsonNode result : results) {
      for (JsonNode phase : result.path("phases")) {
        add(
            series,
            phase.path("phase").asText(),
            result.path("servers").asDouble(),
            figure.applyAsDouble(phase));
      }
    }
    return series;
  }

  private static void add(
      Map<String, SortedMap<Double, Double>> series, String name, double size, double figure) {
    SortedMap<Double, Double> line = series.computeIfAbsent(name, key -> new TreeMap<>());
    if (figure > 0) {
      line.put(size, figure); // both axes are logarithmic
    }
  }

  private void draw(
      String name,
      String title,
      String size,
      String unit,
      Map<String, SortedMap<Double, Double>> all)
      throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title(title)
            .xAxisTitle(size)
            .yAxisTitle(unit)
            .build();
    XYStyler style = chart.getStyler();
    style.setXAxisLogarithmic(true);
    style.setYAxisLogarithmic(true);
    style.setLegendPosition(LegendPosition.OutsideE);
    all.forEach(
        (label, line) -> {
          if (!line.isEmpty()) {
            chart
                .addSeries(
                    label,
                    line.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                    line.values().stream().mapToDouble(Double::doubleValue).toArray())
                .setMarker(SeriesMarkers.CIRCLE);
          }
        });
    if (!chart.getSeriesMap().isEmpty()) {
      BitmapEncoder.saveBitmap(
          chart, folder.resolve("performance-" + name).toString(), BitmapFormat.PNG);
    }
  }
}
