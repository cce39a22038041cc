package dev.quiver.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsWhatStandsInThem() {
    Table table = new Table("A", "LONG", "C");
    table.row("1", "x", "ção");
    table.row("22", "yy", "");
    assertThat(table.lines()).containsExactly("A   LONG  C", "1   x     ção", "22  yy");
  }

  @Test
  void rowOfAnotherWidthIsRefused() {
    Table table = new Table("A", "B");
    assertThatIllegalArgumentException().isThrownBy(() -> table.row("1"));
  }
}
