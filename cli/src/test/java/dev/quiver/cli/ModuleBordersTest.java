package dev.quiver.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom, of everything the distribution is made of: broker and messaging know no
 * feature, features do not know each other, and only the orchestrator builds on tasks.
 */
class ModuleBordersTest {

  /** Test support of other modules comes as a jar, which the usual option does not see. */
  private static final ImportOption MAIN =
      location ->
          !location.contains("-tests.jar")
              && new ImportOption.DoNotIncludeTests().includes(location);

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(MAIN).importPackages("dev.quiver");

  @Test
  void allModulesAreLookedAt() {
    for (String module : new String[] {"broker", "messaging", "tasks", "bench", "cli"}) {
      assertThat(CLASSES).anyMatch(c -> c.getPackageName().equals("dev.quiver." + module));
    }
  }

  @Test
  void modulesKnowOnlyWhatTheyBuildOn() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("broker")
        .definedBy("dev.quiver.broker..")
        .layer("messaging")
        .definedBy("dev.quiver.messaging..")
        .layer("tasks")
        .definedBy("dev.quiver.tasks..")
        .layer("orchestrator")
        .definedBy("dev.quiver.orchestrator..")
        .layer("numbers")
        .definedBy("dev.quiver.numbers..")
        .layer("chat")
        .definedBy("dev.quiver.chat..")
        .layer("multicast")
        .definedBy("dev.quiver.multicast..")
        .layer("dht")
        .definedBy("dev.quiver.dht..")
        .layer("bench")
        .definedBy("dev.quiver.bench..")
        .layer("cli")
        .definedBy("dev.quiver.cli..")
        .whereLayer("broker")
        .mayNotAccessAnyLayer()
        .whereLayer("messaging")
        .mayNotAccessAnyLayer()
        .whereLayer("tasks")
        .mayOnlyAccessLayers("messaging")
        .whereLayer("orchestrator")
        .mayOnlyAccessLayers("messaging", "tasks")
        .whereLayer("numbers")
        .mayOnlyAccessLayers("messaging")
        .whereLayer("chat")
        .mayOnlyAccessLayers("messaging")
        .whereLayer("multicast")
        .mayOnlyAccessLayers("messaging")
        .whereLayer("dht")
        .mayOnlyAccessLayers("messaging")
        .whereLayer("bench")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void noModuleLeadsBackToItself() {
    slices().matching("dev.quiver.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void protocolsKnowNoBroker() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.quiver.messaging.protocol..",
            "dev.quiver.orchestrator.core..",
            "dev.quiver.dht",
            "dev.quiver.dht.core..",
            "dev.quiver.dht.simulation..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta.jms..", "org.apache.activemq..", "dev.quiver.broker..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineParsesArguments() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.quiver.cli..", "dev.quiver.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
  }
}
