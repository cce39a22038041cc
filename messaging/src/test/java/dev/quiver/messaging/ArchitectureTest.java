package dev.quiver.messaging;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.quiver",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.ThisModule.class})
class ArchitectureTest {

  /** Not the broker's classes, which are on the test's class path as well. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return location.contains("/dev/quiver/messaging/");
    }
  }

  @ArchTest
  static final ArchRule KNOWS_NO_FEATURE =
      classes()
          .that()
          .resideInAPackage("dev.quiver.messaging..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.quiver.messaging..",
              "java..",
              "javax.net.ssl..",
              "jakarta.jms..",
              "org.apache.activemq.artemis..",
              "com.fasterxml.jackson..",
              "org.jline..",
              "org.slf4j..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule PROTOCOLS_KNOW_NO_BROKER =
      noClasses()
          .that()
          .resideInAPackage("dev.quiver.messaging.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta.jms..",
              "org.apache.activemq..",
              "dev.quiver.messaging.connection..",
              "dev.quiver.messaging.batch..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("dev.quiver.messaging.(*)..").should().beFreeOfCycles();
}
