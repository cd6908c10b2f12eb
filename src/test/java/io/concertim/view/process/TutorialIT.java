// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.concertim.view.lab.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the tutorial, in its order, against the demo that its first command starts. */
@Timeout(1800)
class TutorialIT {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** What a command prints, by what stands in it. */
  private static final Map<String, String> PRINTED = new LinkedHashMap<>();

  static {
    PRINTED.put(" show --at PT10S ", "Rack alpha-web");
    PRINTED.put(" show ", "web.alpha-web");
    PRINTED.put(" explain ", "What has changed lately:");
    PRINTED.put(" history ", "(compute.instance.");
    PRINTED.put(" diff ", " differences");
    PRINTED.put("grep ", "changes-in-the-log");
  }

  @TempDir private Path folder;

  @Test
  void showsWhatItSays() throws Exception {
    String jar = System.getProperty("view.jar");
    assumeTrue(jar != null, "the packaged program is what the tutorial runs");
    List<String> commands =
        Files.readString(Path.of("docs", "tutorial.md"))
            .lines()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .toList();
    assertEquals("./mvnw -q -Pdemo package -Ddemo.minutes=10", commands.get(0));
    Path said = folder.resolve("said");
    Process demo = demo(jar, said);
    List<ProcessHandle> program = List.of();
    try {
      await()
          .atMost(600, SECONDS)
          .until(
              () -> {
                String text = Files.readString(said);
                assertTrue(demo.isAlive(), text);
                return text.contains("It goes on for 10 minutes");
              });
      for (String command : commands.subList(1, commands.size())) {
        run(command);
      }
      program = demo.children().toList();
      demo.destroy();
      for (ProcessHandle one : program) {
        one.onExit().get(60, SECONDS); // it goes when the demo is ended
      }
    } finally {
      program.forEach(ProcessHandle::destroy);
      demo.children().forEach(ProcessHandle::destroy);
      demo.destroy();
      demo.waitFor();
    }
  }

  /** What the profile demo of pom.xml runs. */
  private Process demo(String jar, Path said) throws IOException {
    return new ProcessBuilder(
            JAVA,
            "-cp",
            System.getProperty("java.class.path"),
            Demo.class.getName(),
            jar,
            folder.resolve("demo").toString(),
            "10",
            "127.0.0.1:0")
        .redirectErrorStream(true)
        .redirectOutput(said.toFile())
        .start();
  }

  private void run(String command) throws IOException, InterruptedException {
    String here =
        command
            .replace("target/demo", folder.resolve("demo").toString())
            .replace("target/tutorial", folder.resolve("tutorial").toString())
            .replace(
                "java -jar target/concertim-view.jar", String.join(" ", ViewProcess.quickProgram()))
            .replace("sed 's/9464/9465/'", "cat") // any free port, here and there
            .replace("timeout 45", "timeout 300");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder("bash", "-c", here)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (command.startsWith("timeout ")) {
      await()
          .atMost(300, SECONDS)
          .until(() -> Files.readString(out).contains("web.alpha-web was "));
      process.descendants().forEach(ProcessHandle::destroy);
      process.waitFor();
      return;
    }
    int exit = process.waitFor();
    String printed = Files.readString(out);
    boolean isRight = exit == 0 || (exit == 1 && command.contains(" diff "));
    assertTrue(isRight, () -> command + " ended with " + exit + ": " + printed);
    PRINTED.entrySet().stream()
        .filter(expected -> command.contains(expected.getKey()))
        .findFirst()
        .ifPresent(
            expected ->
                assertTrue(printed.contains(expected.getValue()), () -> command + ": " + printed));
  }
}
