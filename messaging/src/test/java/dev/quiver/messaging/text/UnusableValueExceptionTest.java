package dev.quiver.messaging.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnusableValueExceptionTest {

  private static final Locale PORTUGUESE = Locale.forLanguageTag("pt");

  @Test
  void itSpeaksTheLanguageOfWhoeverReadsIt() {
    UnusableValueException why =
        UnusableValueException.of("value.word", ValueName.WORKER_ID, "a b", 64);
    assertThat(why)
        .hasMessage(
            "the worker id \"a b\" is not usable: begin with a letter or digit and use letters,"
                + " digits, dashes and underscores, at most 64");
    assertThat(why.words(PORTUGUESE)).startsWith("o id do worker \"a b\" não serve: ");
  }

  @Test
  void ofALongValueOnlyTheBeginningIsShown() {
    String message = UnusableValueException.of("value.type", "x".repeat(100_000)).getMessage();
    assertThat(message).contains("xxx...\"").hasSizeLessThan(400);
  }

  @Test
  void everyNameHasAWord() {
    Messages text = Messages.of(Messages.class, PORTUGUESE);
    for (ValueName name : ValueName.values()) {
      assertThat(text.has("name." + name.key())).as(name.name()).isTrue();
    }
  }

  @Test
  void itsTextsAreInBothLanguagesAndThoseThatAreUsedAreThere() throws IOException {
    BundlesAgree.check(Messages.class);
    for (Path module : modules()) {
      Path sources = module.resolve("src/main/java");
      if (Files.isDirectory(sources) && uses(sources)) {
        BundlesAgree.checkUse(Messages.class, sources, "UnusableValueException.of", "unusable");
      }
    }
  }

  private static List<Path> modules() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
      return modules.filter(Files::isDirectory).toList();
    }
  }

  private static boolean uses(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .anyMatch(UnusableValueExceptionTest::isUse);
    }
  }

  private static boolean isUse(Path file) {
    try {
      String source = Files.readString(file);
      return source.contains("UnusableValueException.of(\"")
          || source.contains("UnusableValueException.of(\n");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
