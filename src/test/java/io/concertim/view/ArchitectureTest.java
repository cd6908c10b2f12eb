// SPDX-License-Identifier: Apache-2.0
package io.concertim.view;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.concertim.view.source.http.CallAddress;
import io.concertim.view.source.http.SingleCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Holds the layout of docs/architecture: meaning knows nothing of I/O, and packages look down. */
@AnalyzeClasses(packages = "io.concertim.view", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule meaningKnowsNothingOfInputAndOutput =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..view.model..", "..view.mapping..", "..view.merge..", "..view.state..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "org.apache.hc..",
              "java.net..",
              "com.fasterxml..",
              "java.io..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule packagesDependDownwardsOnly =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("model")
          .definedBy("io.concertim.view.model..")
          .layer("merge")
          .definedBy("io.concertim.view.merge..")
          .layer("mapping")
          .definedBy("io.concertim.view.mapping..")
          .layer("config")
          .definedBy("io.concertim.view.config..")
          .layer("log")
          .definedBy("io.concertim.view.log..")
          .layer("state")
          .definedBy("io.concertim.view.state..")
          .layer("store")
          .definedBy("io.concertim.view.store..")
          .layer("history")
          .definedBy("io.concertim.view.history..")
          .layer("python")
          .definedBy("io.concertim.view.python..")
          .layer("source")
          .definedBy("io.concertim.view.source..")
          .layer("metrics")
          .definedBy("io.concertim.view.metrics..")
          .layer("publish")
          .definedBy("io.concertim.view.publish..")
          .layer("sync")
          .definedBy("io.concertim.view.sync..")
          .layer("queue")
          .definedBy("io.concertim.view.queue..")
          .layer("notify")
          .definedBy("io.concertim.view.notify..")
          .layer("cluster")
          .definedBy("io.concertim.view.cluster..")
          .layer("explain")
          .definedBy("io.concertim.view.explain..")
          .layer("health")
          .definedBy("io.concertim.view.health..")
          .layer("web")
          .definedBy("io.concertim.view.web..")
          .layer("app")
          .definedBy("io.concertim.view.app..")
          .layer("cli")
          .definedBy("io.concertim.view.cli..")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("log")
          .mayOnlyAccessLayers("config")
          .whereLayer("merge")
          .mayOnlyAccessLayers("model")
          .whereLayer("mapping")
          .mayOnlyAccessLayers("model", "merge")
          .whereLayer("state")
          .mayOnlyAccessLayers("model", "merge", "mapping")
          .whereLayer("python")
          .mayOnlyAccessLayers("model")
          .whereLayer("store")
          .mayOnlyAccessLayers("model", "merge", "mapping", "state", "config")
          .whereLayer("history")
          .mayOnlyAccessLayers("model", "store")
          .whereLayer("source")
          .mayOnlyAccessLayers("model", "merge", "config", "log")
          .whereLayer("metrics")
          .mayOnlyAccessLayers("model", "source")
          .whereLayer("publish")
          .mayOnlyAccessLayers("model", "mapping", "python", "state", "store", "history", "log")
          .whereLayer("sync")
          .mayOnlyAccessLayers(
              "model", "merge", "mapping", "state", "store", "source", "history", "metrics",
              "publish", "log")
          .whereLayer("queue")
          .mayOnlyAccessLayers(
              "model", "merge", "config", "log", "store", "source", "metrics", "publish")
          .whereLayer("notify")
          .mayOnlyAccessLayers("config", "log", "store", "history", "source", "queue")
          .whereLayer("cluster")
          .mayOnlyAccessLayers("config", "store", "sync", "queue")
          .whereLayer("explain")
          .mayOnlyAccessLayers("model", "merge", "state")
          .whereLayer("health")
          .mayOnlyAccessLayers("model", "store", "queue")
          .whereLayer("web")
          .mayOnlyAccessLayers("model", "merge", "log", "state", "store", "history", "explain")
          .whereLayer("app")
          .mayOnlyAccessLayers(
              "model", "merge", "mapping", "config", "log", "state", "store", "history", "source",
              "metrics", "publish", "sync", "queue", "notify", "cluster", "health", "web")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

  /** A host alone loads no driver. */
  @ArchTest
  static final ArchRule onlyTheClusterSpeaksToTheDatabase =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.concertim.view.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "org.postgresql..", "com.zaxxer.hikari..", "org.flywaydb..");

  @ArchTest
  static final ArchRule noTwoPackagesNeedEachOther =
      slices().matching("io.concertim.view.(**)").should().beFreeOfCycles();

  /**
   * Camel takes these headers for an address and resolves placeholders in them, so that whoever
   * sets one decides where a token goes. The class file is searched, as constants are copied.
   */
  @ArchTest
  static final ArchRule oneClassAloneAddressesTheCallsOfRoutes =
      noClasses()
          .that()
          .doNotBelongToAnyOf(CallAddress.class)
          .should(
              holdInItsFile(
                  "(?i)CamelHttp(Raw)?(Uri|Url|Path|Query|BaseUri)|CamelRestHttp|CamelToEndpoint"));

  @ArchTest
  static final ArchRule commandsCallNoSystemButBySingleCalls =
      noClasses()
          .that()
          .doNotBelongToAnyOf(SingleCalls.class)
          .and()
          .resideInAnyPackage("..view.source..", "..view.cli.check..", "..view.cli.bootstrap..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "org.apache.hc.core5.http.io.support..",
              "org.apache.hc.client5.http.classic.methods..")
          .orShould()
          .callMethod(URL.class, "openConnection")
          .orShould()
          .callMethod(URL.class, "openStream");

  private static ArchCondition<JavaClass> holdInItsFile(String text) {
    Pattern pattern = Pattern.compile(text);
    return new ArchCondition<>("hold " + text + " in its file") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean found = pattern.matcher(file(type)).find();
        events.add(new SimpleConditionEvent(type, found, type.getName() + " holds " + text));
      }
    };
  }

  private static String file(JavaClass type) {
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ArchTest
  static final ArchRule namesSayWhatAClassDoes =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
