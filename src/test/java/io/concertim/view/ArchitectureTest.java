package io.concertim.view;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the layout of docs/architecture: meaning knows nothing of I/O, and packages look down. */
@AnalyzeClasses(packages = "io.concertim.view", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule meaningKnowsNothingOfInputAndOutput =
      noClasses()
          .that()
          .resideInAnyPackage("..view.model..", "..view.mapping..", "..view.merge..")
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
          .layer("store")
          .definedBy("io.concertim.view.store..")
          .layer("history")
          .definedBy("io.concertim.view.history..")
          .layer("source")
          .definedBy("io.concertim.view.source..")
          .layer("metrics")
          .definedBy("io.concertim.view.metrics..")
          .layer("sync")
          .definedBy("io.concertim.view.sync..")
          .layer("queue")
          .definedBy("io.concertim.view.queue..")
          .layer("explain")
          .definedBy("io.concertim.view.explain..")
          .layer("health")
          .definedBy("io.concertim.view.health..")
          .layer("web")
          .definedBy("io.concertim.view.web..")
          .layer("cli")
          .definedBy("io.concertim.view.cli..")
          .whereLayer("merge")
          .mayOnlyAccessLayers("model")
          .whereLayer("mapping")
          .mayOnlyAccessLayers("model", "merge")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("config")
          .mayOnlyBeAccessedByLayers("source", "sync", "queue", "store", "cli")
          .whereLayer("store")
          .mayOnlyAccessLayers("model", "merge", "mapping", "config")
          .whereLayer("history")
          .mayOnlyAccessLayers("model", "store")
          .whereLayer("source")
          .mayOnlyAccessLayers("model", "merge", "mapping", "config")
          .whereLayer("metrics")
          .mayOnlyAccessLayers("model", "source")
          .whereLayer("sync")
          .mayOnlyBeAccessedByLayers("queue", "cli")
          .whereLayer("queue")
          .mayOnlyBeAccessedByLayers("sync", "health", "cli")
          .whereLayer("explain")
          .mayOnlyAccessLayers("model", "merge", "store")
          .whereLayer("health")
          .mayOnlyAccessLayers("model", "store", "queue")
          .whereLayer("web")
          .mayOnlyAccessLayers("model", "merge", "store", "history", "explain")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer();

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
