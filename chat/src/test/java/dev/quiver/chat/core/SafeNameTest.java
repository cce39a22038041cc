package dev.quiver.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {

  @ParameterizedTest
  @CsvSource({
    "report.pdf, report.pdf",
    "../../etc/passwd, passwd",
    "C:\\Windows\\system.ini, system.ini",
    "/etc/, file",
    "..., file",
    ".bashrc, bashrc",
    "-rf, rf",
    "con, file-con",
    "NUL.txt, file-NUL.txt",
    "a;rm -rf $HOME, a_rm -rf _HOME",
    "férias 2026.jpg, férias 2026.jpg",
    "trailing. , trailing",
  })
  void aNameIsOnlyAName(String claimed, String safe) {
    assertThat(SafeName.of(claimed)).isEqualTo(safe);
  }

  @Test
  void controlsAndDirectionsAreGone() {
    assertThat(SafeName.of("a\u0000b\n\u001b[31mc\u202egpj.exe"))
        .isEqualTo("a_b__[31mc_gpj.exe".replace('[', '_'));
  }

  @Test
  void aLongNameKeepsItsExtension() {
    String safe = SafeName.of("日".repeat(200) + ".tar");
    assertThat(safe).endsWith(".tar");
    assertThat(safe.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(120);
  }

  @Test
  void aNumberStandsBeforeTheExtension() {
    assertThat(SafeName.numbered("a.tar", 2)).isEqualTo("a-2.tar");
    assertThat(SafeName.numbered("a", 2)).isEqualTo("a-2");
  }
}
