package io.redisreplicaset.operator.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redisreplicaset.operator.api.RedisReplicaSet;
import io.redisreplicaset.operator.local.SpecFile.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpecFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void the_first_reading_is_the_set_with_its_defaults() throws LocalProblem, IOException {
        save(spec(3, ""));

        RedisReplicaSet set = file().first();

        assertThat(set.getMetadata().getName()).isEqualTo("cache");
        assertThat(set.getSpec().replicas()).isEqualTo(3);
        assertThat(set.getSpec().failover().detectionTimeoutMillis()).isEqualTo(2000);
        assertThat(set.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_not_there_is_told() {
        assertThat(problem()).hasMessage("there is no file " + path());
    }

    @Test
    void a_folder_is_no_file() throws IOException {
        Files.createDirectory(path());

        assertThat(problem()).hasMessageStartingWith(path() + " cannot be read: ");
    }

    @Test
    void a_file_that_is_no_text_is_told() throws IOException {
        Files.write(path(), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThat(problem()).hasMessage(path() + " cannot be read: it is not UTF-8 text");
    }

    @Test
    void an_empty_file_is_told() throws IOException {
        save("");

        assertThat(problem()).hasMessage(path() + ": the file: wanted one RedisReplicaSet, got 0 documents");
    }

    @Test
    void every_fault_is_told_in_one_line() throws IOException {
        save(spec(0, "topologie: {}"));

        assertThat(problem().getMessage()).startsWith(path() + ": ").hasLineCount(1);
    }

    @Test
    void a_command_that_cannot_be_meant_is_told() throws IOException {
        save("""
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata:
                  name: cache
                  annotations: {redisreplicaset.io/switchover-to: cash-1, redisreplicaset.io/allow-data-loss: please}
                spec: {replicas: 2}
                """);

        assertThat(problem())
                .hasMessage(path() + ": metadata.annotations[redisreplicaset.io/allow-data-loss]: wanted an epoch, got"
                        + " please; metadata.annotations[redisreplicaset.io/switchover-to]: wanted one of cache-0,"
                        + " cache-1, got cash-1");
    }

    @Test
    void a_file_that_was_not_saved_says_the_same() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        assertThat(file.read()).isEqualTo(new Reading.Same());
        save(spec(3, ""));
        assertThat(file.read()).isEqualTo(new Reading.Same());
        assertThat(file.read()).isEqualTo(new Reading.Same());
    }

    @Test
    void what_was_saved_counts_at_the_second_look() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        save(spec(5, ""));

        assertThat(file.read()).isEqualTo(new Reading.Same());
        assertThat(applied(file).getSpec().replicas()).isEqualTo(5);
        assertThat(file.read()).isEqualTo(new Reading.Same());
    }

    @Test
    void a_file_in_the_midst_of_being_written_is_no_fault() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        save("");
        assertThat(file.read()).isEqualTo(new Reading.Same());
        save("apiVersion: redisrep");
        assertThat(file.read()).isEqualTo(new Reading.Same());
        Files.delete(path());
        assertThat(file.read()).isEqualTo(new Reading.Same());
        save(spec(4, ""));
        assertThat(file.read()).isEqualTo(new Reading.Same());

        assertThat(applied(file).getSpec().replicas()).isEqualTo(4);
    }

    @Test
    void every_accepted_save_is_a_generation() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();
        save(spec(4, ""));
        file.read();
        assertThat(applied(file).getMetadata().getGeneration()).isEqualTo(2);
        save("nonsense");
        file.read();
        file.read();
        save(spec(5, ""));
        file.read();
        assertThat(applied(file).getMetadata().getGeneration()).isEqualTo(3);
    }

    @Test
    void a_save_that_is_not_valid_is_refused_once_with_the_field() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        save(spec(3, "durability: Sometimes"));

        file.read();
        assertThat(refusal(file))
                .isEqualTo(path() + ": spec.durability: wanted one of Async, Quorum, got \"Sometimes\"");
        assertThat(file.read()).isEqualTo(new Reading.Same());
    }

    @Test
    void what_must_not_change_is_refused_as_an_api_server_would() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        save(spec(3, "persistence: {enabled: true, size: 1Gi}"));

        file.read();
        assertThat(refusal(file))
                .isEqualTo(path() + ": spec.persistence.enabled: wanted false as it was created, got true");
    }

    @Test
    void another_name_is_another_set_and_is_refused() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        save(spec(3, "").replace("cache", "cash"));

        file.read();
        assertThat(refusal(file)).isEqualTo(path() + ": metadata.name: wanted cache for as long as it runs, got cash");
    }

    @Test
    void a_file_that_is_gone_is_told_once_and_taken_up_again_when_it_is_back() throws LocalProblem, IOException {
        save(spec(3, ""));
        SpecFile file = file();
        file.first();

        Files.delete(path());
        file.read();
        assertThat(refusal(file)).isEqualTo("there is no file " + path());
        assertThat(file.read()).isEqualTo(new Reading.Same());

        save(spec(4, ""));
        file.read();
        assertThat(applied(file).getSpec().replicas()).isEqualTo(4);
    }

    private Path path() {
        return folder.resolve("cache.yaml");
    }

    private SpecFile file() {
        return new SpecFile(path());
    }

    private void save(String text) throws IOException {
        Files.writeString(path(), text);
    }

    private LocalProblem problem() {
        return catchThrowableOfType(LocalProblem.class, () -> file().first());
    }

    private static RedisReplicaSet applied(SpecFile file) {
        return switch (file.read()) {
            case Reading.Applied(RedisReplicaSet set) -> set;
            case Reading.Same _, Reading.Refused _ -> throw new AssertionError("it was not applied");
        };
    }

    private static String refusal(SpecFile file) {
        return switch (file.read()) {
            case Reading.Refused(String why) -> why;
            case Reading.Same _, Reading.Applied _ -> throw new AssertionError("it was not refused");
        };
    }

    private static String spec(int replicas, String more) {
        return """
                apiVersion: redisreplicaset.io/v1alpha1
                kind: RedisReplicaSet
                metadata:
                  name: cache
                spec:
                  replicas: %d
                  %s
                """.formatted(replicas, more);
    }
}
