package io.redisreplicaset.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The arrows between packages, as a build rule.
final class ArchitectureTest {
    private static final String ROOT = "io.redisreplicaset.operator";

    /// Package -> siblings that it may import. To move an arrow, change this table and say why in the commit.
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("api", Set.of()),
            Map.entry("topology", Set.of("api")),
            Map.entry("failover", Set.of("api", "topology")),
            Map.entry("desired", Set.of("api")),
            Map.entry("resource", Set.of("api", "topology", "failover")),
            Map.entry("node", Set.of()),
            Map.entry("telemetry", Set.of("api")),
            Map.entry("coordinator", Set.of("api", "topology", "failover", "node")),
            Map.entry(
                    "reconcile",
                    Set.of("api", "topology", "failover", "resource", "desired", "telemetry", "coordinator")),
            Map.entry("local", Set.of("api", "topology", "failover", "resource", "desired", "node", "coordinator")),
            Map.entry(
                    "app",
                    Set.of(
                            "api",
                            "topology",
                            "failover",
                            "resource",
                            "desired",
                            "node",
                            "telemetry",
                            "coordinator",
                            "reconcile",
                            "local")));

    private static final String[] PURE = {"api", "topology", "failover", "resource", "desired"};

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final String NODE = "io.redisreplicaset.datanode";

    private static final JavaClasses OURS_WITH_TESTS = new ClassFileImporter().importPackages(ROOT);

    @Test
    void packages_import_only_what_the_table_allows() {
        Map<String, Set<String>> forbidden = new TreeMap<>();
        for (JavaClass from : OURS) {
            String home = topPackage(from.getPackageName());
            if (home.isEmpty()) {
                continue;
            }
            assertThat(MAY_IMPORT)
                    .as("a row for the package of %s", from.getName())
                    .containsKey(home);
            from.getDirectDependenciesFromSelf().forEach(dependency -> {
                String target = topPackage(dependency.getTargetClass().getPackageName());
                if (!target.isEmpty()
                        && !target.equals(home)
                        && !MAY_IMPORT.getOrDefault(home, Set.of()).contains(target)) {
                    forbidden.computeIfAbsent(home, h -> new TreeSet<>()).add(dependency.getDescription());
                }
            });
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void pure_packages_touch_no_sockets_files_threads_clocks_or_loggers() {
        for (String pure : PURE) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + pure + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.net..",
                            "java.nio.file..",
                            "java.nio.channels..",
                            "java.util.concurrent..",
                            "java.util.logging..",
                            "org.slf4j..",
                            "io.fabric8.kubernetes.client.dsl..")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .allowEmptyShould(true)
                    .because("decisions are values; the edge carries them out")
                    .check(OURS);
        }
    }

    /// The contract between the modules is a page, not a jar: an operator must be able to drive nodes of another
    /// release.
    @Test
    void the_operator_knows_no_class_of_the_data_node() {
        noClasses().should().dependOnClassesThat().resideInAPackage(NODE + "..").check(OURS);
    }

    /// Tests may ask the node two things: how it reads its command line, and, in the simulation, how its half of the
    /// protocol decides.
    @Test
    void of_the_tests_only_the_simulation_knows_the_nodes_machine_and_nothing_else_of_it() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".sim..")
                .should()
                .dependOnClassesThat(resideInAPackage(NODE + "..").and(resideOutsideOfPackage(NODE + ".config..")))
                .check(OURS_WITH_TESTS);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".sim..")
                .should()
                .dependOnClassesThat(resideInAPackage(NODE + "..")
                        .and(resideOutsideOfPackages(NODE + ".membership..", NODE + ".replication..")))
                .check(OURS_WITH_TESTS);
    }

    @Test
    void no_class_has_a_name_that_says_nothing() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .check(OURS);
    }

    @Test
    void every_package_is_null_marked() {
        classes()
                .should(new NullMarkedPackage())
                .because("null is only where @Nullable says so")
                .check(OURS);
    }

    private static String topPackage(String name) {
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static final class NullMarkedPackage extends com.tngtech.archunit.lang.ArchCondition<JavaClass> {
        NullMarkedPackage() {
            super("live in a @NullMarked package");
        }

        @Override
        public void check(JavaClass item, com.tngtech.archunit.lang.ConditionEvents events) {
            if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                        item, item.getPackageName() + " has no @NullMarked package-info"));
            }
        }
    }
}
