// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.concertim.view.web.WebClient.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site of two files, as etc/site/build.sh leaves it, and a file that is not the site's. */
class DocumentationTest {
  @TempDir private Path folder;
  private URLClassLoader classPath;
  private ManagementServer server;
  private WebClient client;

  @BeforeEach
  void start() throws IOException {
    write("site/index.html", "<h1>Overview</h1>");
    write("site/commands/index.html", "<h1>Commands</h1>");
    write("site/unlisted.html", "not the site's");
    write("secret.html", "not the site's");
    write(
        "site/site.json",
        """
        {"scripts": ["'sha256-AAAA'"], "files": {"index.html": "1", "commands/index.html": "2"}}
        """);
    serve(folder);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void serve(Path root) throws IOException {
    classPath = new URLClassLoader(new URL[] {root.toUri().toURL()}, null);
    server =
        new ManagementServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of("/docs", Documentation::redirected, "/docs/", new Documentation(classPath)));
    client = new WebClient(server.url());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    classPath.close();
  }

  @Test
  void servesThePagesByTheirFolders() throws IOException {
    assertEquals("<h1>Overview</h1>", client.get("/docs/").text());
    Reply page = client.get("/docs/commands/");
    assertEquals("<h1>Commands</h1>", page.text());
    assertEquals("text/html; charset=utf-8", page.headers().get("content-type"));
    assertEquals(304, client.get("/docs/commands/", "If-None-Match: \"2\"").status());
    assertEquals("", client.ask("HEAD", "/docs/commands/").text());
  }

  @Test
  void leadsToTheFirstPageFromThePathWithoutASlash() throws IOException {
    Reply reply = client.get("/docs");

    assertEquals(301, reply.status());
    assertEquals("docs/", reply.headers().get("location"));
  }

  @Test
  void letsThePagesRunTheirOwnScriptsOnly() throws IOException {
    String policy = client.get("/docs/").headers().get("content-security-policy");

    assertTrue(policy.contains("script-src 'self' 'sha256-AAAA';"), policy);
    assertTrue(policy.startsWith("default-src 'none';"), policy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/docs/unlisted.html",
        "/docs/site.json",
        "/docs/../secret.html",
        "/docs/%2e%2e/secret.html",
        "/docs/..%2fsecret.html",
        "/docs/commands/../../../secret.html",
        "/docs//index.html",
        "/docs/commands",
        "/docs/index.html%00.png",
      })
  void servesNothingThatIsNotListed(String path) throws IOException {
    Reply reply = client.get(path);

    assertTrue(reply.status() == 404 || reply.status() == 400, () -> path + " " + reply);
  }

  @Test
  void saysWhereABuildHasNone() throws IOException {
    stop();
    serve(Files.createDirectory(folder.resolve("empty")));

    Reply reply = client.get("/docs/");

    assertEquals(404, reply.status());
    assertTrue(reply.text().contains("comes without its documentation"), reply::text);
    assertEquals(Map.of(), new Documentation(classPath).addTo(Map.of()));
  }
}
