package dev.quiver.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The dashboard asks for nothing that no role exports. */
class DashboardTest {

  private static final File FILE = new File("../docker/grafana/quiver.json");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:quiver|artemis|jvm|process)_[a-z0-9_]+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Set<String> ADDED_BY_PROMETHEUS = Set.of("instance", "job", "le");

  private final Map<String, String> documented = new MetricsDocument().all();
  private final JsonNode dashboard;

  DashboardTest() throws IOException {
    dashboard = new ObjectMapper().readTree(FILE);
  }

  private List<String> queries() {
    List<String> queries = new ArrayList<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(target.path("expr").asText());
      }
    }
    return queries;
  }

  @Test
  void everyQueryNamesExportedMetricsAndTheirLabels() {
    assertThat(queries()).hasSizeGreaterThan(15);
    for (String query : queries()) {
      Set<String> known = new HashSet<>(ADDED_BY_PROMETHEUS);
      int named = 0;
      for (Matcher each = METRIC.matcher(query); each.find(); named++) {
        String name = each.group(1).replaceAll("_(bucket|sum|count)$", "");
        assertThat(documented)
            .as(query)
            .containsKey(documented.containsKey(each.group(1)) ? each.group(1) : name);
        String kind = documented.getOrDefault(each.group(1), documented.get(name));
        Set<String> labels = new HashSet<>(ADDED_BY_PROMETHEUS);
        labels.addAll(List.of(kind.replaceFirst("^\\S+ ", "").split(", ")));
        known.addAll(labels);
        String wanted = each.group(2) == null ? "" : each.group(2);
        for (Matcher label = LABEL.matcher(wanted.replaceAll("\"[^\"]*\"", "")); label.find(); ) {
          assertThat(labels).as(query).contains(label.group(1));
        }
      }
      assertThat(named).as(query).isPositive();
      for (Matcher by = BY.matcher(query); by.find(); ) {
        assertThat(known).as(query).contains(by.group(1).split("\\s*,\\s*"));
      }
    }
  }

  @Test
  void everyPanelHasATitleAPlaceAndAnIdOfItsOwn() {
    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(ids.add(panel.path("id").asInt())).as("id of %s", panel).isTrue();
      assertThat(panel.path("title").asText()).isNotBlank();
      assertThat(panel.path("gridPos").path("w").asInt()).isBetween(1, 24);
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
      }
    }
    assertThat(dashboard.path("templating").path("list").get(0).path("name").asText())
        .isEqualTo("datasource");
    assertThat(dashboard.path("uid").asText()).isNotBlank();
    assertThat(dashboard.path("schemaVersion").asInt()).isPositive();
  }
}
