package io.redisreplicaset.operator.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.redisreplicaset.operator.CommittedFile;
import io.redisreplicaset.operator.api.Phase;
import io.redisreplicaset.operator.api.Reason;
import io.redisreplicaset.operator.telemetry.OperatorMetrics.FailoverFigures;
import io.redisreplicaset.operator.telemetry.OperatorMetrics.SetFigures;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Names and labels as Prometheus sees them: dashboards and alerts are written against these.
final class OperatorMetricsTest {
    private static final SetReference CACHE = new SetReference("shop", "cache", "uid-1");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final OperatorMetrics metrics = new OperatorMetrics(registry);

    @Test
    void counts_sets_by_phase() {
        metrics.saw(CACHE, figures(Phase.RUNNING));

        assertThat(lines())
                .contains("rrs_operator_sets{phase=\"Running\"} 1.0", "rrs_operator_sets{phase=\"Blocked\"} 0.0");
    }

    @Test
    void shows_the_figures_of_a_set_for_as_long_as_there_is_one() {
        metrics.saw(CACHE, figures(Phase.RUNNING));

        assertThat(lines())
                .contains(
                        "rrs_operator_set_epoch{namespace=\"shop\",set=\"cache\"} 7.0",
                        "rrs_operator_set_nodes_wanted{namespace=\"shop\",set=\"cache\"} 3.0",
                        "rrs_operator_set_nodes_ready{namespace=\"shop\",set=\"cache\"} 2.0",
                        "rrs_operator_set_master_available{namespace=\"shop\",set=\"cache\"} 1.0",
                        "rrs_operator_set_quorum_met{namespace=\"shop\",set=\"cache\"} 0.0");

        metrics.forget(CACHE);

        assertThat(registry.scrape()).doesNotContain("set=\"cache\"");
        assertThat(lines()).contains("rrs_operator_sets{phase=\"Running\"} 0.0");
    }

    @Test
    void a_set_made_anew_under_its_old_name_shows_its_own_figures() {
        metrics.saw(CACHE, figures(Phase.RUNNING));
        metrics.forget(CACHE);

        metrics.saw(new SetReference("shop", "cache", "uid-2"), new SetFigures(Phase.CREATING, 1, 3, 0, false, false));

        assertThat(lines()).contains("rrs_operator_set_epoch{namespace=\"shop\",set=\"cache\"} 1.0");
    }

    @Test
    void measures_failovers_by_kind_and_outcome() {
        metrics.attemptEnded(
                new FailoverFigures("failover", "completed", Duration.ofMillis(40), Duration.ofMillis(180)));
        metrics.attemptEnded(new FailoverFigures("switchover", "aborted", Duration.ZERO, Duration.ZERO));

        assertThat(lines())
                .contains(
                        "rrs_operator_failovers_total{kind=\"failover\",outcome=\"completed\"} 1.0",
                        "rrs_operator_failovers_total{kind=\"switchover\",outcome=\"aborted\"} 1.0",
                        "rrs_operator_failover_duration_seconds_bucket{kind=\"failover\",le=\"0.1\"} 0",
                        "rrs_operator_failover_duration_seconds_bucket{kind=\"failover\",le=\"0.2\"} 1",
                        "rrs_operator_failover_detection_seconds_bucket{kind=\"failover\",le=\"0.05\"} 1");
        assertThat(registry.scrape()).doesNotContain("duration_seconds_bucket{kind=\"switchover\"");
    }

    @Test
    void measures_reconciles_and_probes() {
        metrics.reconciled("done", Duration.ofMillis(3));
        metrics.probed(false, Duration.ofMillis(300));

        assertThat(lines())
                .contains(
                        "rrs_operator_reconcile_duration_seconds_count{outcome=\"done\"} 1",
                        "rrs_operator_node_probe_duration_seconds_count{outcome=\"failed\"} 1");
    }

    @Test
    void counts_what_is_told_written_and_dropped() {
        metrics.told(Reason.MASTER_ELECTED);
        metrics.wrote("status");
        metrics.eventDropped("queue full");
        metrics.leads(true);

        assertThat(lines())
                .contains(
                        "rrs_operator_events_total{reason=\"MasterElected\"} 1.0",
                        "rrs_operator_writes_total{object=\"status\"} 1.0",
                        "rrs_operator_events_dropped_total{why=\"queue full\"} 1.0",
                        "rrs_operator_leader 1.0");
    }

    @Test
    void every_metric_that_the_operations_page_names_is_there() {
        metrics.saw(CACHE, figures(Phase.RUNNING));
        metrics.reconciled("failed", Duration.ZERO);
        Set<String> named = Pattern.compile("rrs_operator_\\w+")
                .matcher(new CommittedFile("config/docs/operations.md").text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(lines().stream().map(line -> line.split("[{ ]", 2)[0])).containsAll(named);
    }

    private static SetFigures figures(Phase phase) {
        return new SetFigures(phase, 7, 3, 2, true, false);
    }

    private List<String> lines() {
        return registry.scrape().lines().toList();
    }
}
