package dev.quiver.cli.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandSearchTest {

  @TempDir Path tools;

  @BeforeEach
  void make() throws Exception {
    assertThat(Files.writeString(tools.resolve("count"), "").toFile().setExecutable(true)).isTrue();
    Files.writeString(tools.resolve("notes"), "");
    Files.createDirectory(tools.resolve("folder"));
  }

  @Test
  void aCommandIsAnExecutableFileOfAFolderOfThePath() {
    String path = tools.resolve("nowhere") + ":" + tools;
    assertThat(CommandSearch.mayFind(path, "count")).isTrue();
    assertThat(CommandSearch.mayFind(path, "cout")).isFalse();
    assertThat(CommandSearch.mayFind(path, "notes")).isFalse();
    assertThat(CommandSearch.mayFind(path, "folder")).isFalse();
    assertThat(CommandSearch.mayFind("", "count")).isFalse();
  }

  @Test
  void anAbsolutePathIsLookedAtAndARelativeOneIsNot() {
    assertThat(CommandSearch.mayFind("", tools + "/count")).isTrue();
    assertThat(CommandSearch.mayFind("", tools + "/notes")).isFalse();
    assertThat(CommandSearch.mayFind("", "./nothing")).isTrue();
  }

  /** As every name with an accent where the locale is plain ASCII. */
  @Test
  void whatCannotBeLookedAtMayBeThere() {
    String unreadable = tools + "/\0";
    assertThat(CommandSearch.mayFind(unreadable + ":" + tools, "cout")).isTrue();
    assertThat(CommandSearch.mayFind("", unreadable)).isTrue();
    assertThat(CommandSearch.mayFind(null, "cout")).isTrue();
  }
}
