package dev.quiver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({"1,1", "500,500", "64k,65536", "64M,67108864", "2g,2147483648", "3MiB,3145728"})
  void readsWhatPeopleWrite(String text, long bytes) throws Exception {
    assertThat(convert(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5m", "64t", "m", "99999999999"})
  void refusesTheRest(String text) {
    assertThatThrownBy(() -> convert(text)).isInstanceOf(BadValueException.class);
  }

  private ByteSize convert(String text) throws Exception {
    return ByteSize.converter(TestContexts.plain(home).context()).convert(text);
  }
}
