package io.concertim.view.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts the lab, runs the packaged program against it once, and lets it show the view it made. */
public final class Demo {
  private Demo() {}

  /**
   * Runs the demo.
   *
   * @param arguments the packaged jar, and the folder for configuration, data and log
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path jar = Path.of(arguments[0]);
    Path folder = Path.of(arguments[1]);
    Path data = Files.createDirectories(folder.resolve("data"));
    Path log = Files.createDirectories(folder.resolve("log"));
    try (EmbeddedLab lab = EmbeddedLab.start()) {
      Path config = lab.writeConfig(folder);
      System.out.println("A cloud, a portal and a billing server play at " + lab.url());
      Process program =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-jar",
                  jar.toString(),
                  "--process=view_sync",
                  "--run-once",
                  "--summary",
                  "--config=" + config,
                  "--data-dir=" + data,
                  "--log-dir=" + log)
              .inheritIO()
              .start();
      int status = program.waitFor();
      System.out.println("The program ended with " + status + "; its log is in " + log);
      if (status != 0) {
        throw new IllegalStateException("the demo failed, see above");
      }
    }
  }
}
