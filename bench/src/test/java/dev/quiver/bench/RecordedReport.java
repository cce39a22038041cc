package dev.quiver.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Keeps the figures of a run. */
final class RecordedReport implements Report {

  private final Map<String, Figure> figures = new LinkedHashMap<>();

  @Override
  public void doing(String what) {}

  @Override
  public void figure(Figure figure) {
    figures.put(figure.name(), figure);
  }

  /** Their names, as they came. */
  Set<String> names() {
    return figures.keySet();
  }

  Figure get(String name) {
    Figure figure = figures.get(name);
    assertThat(figure).as(name).isNotNull();
    return figure;
  }

  /** Every figure is one, and no process of the run is left. */
  void assertWhole() {
    assertThat(figures.values()).allSatisfy(each -> assertThat(each.value()).isPositive());
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }
}
