package care.anling.verticles.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFilesTest {

    private static final UUID SOMEBODY = new UUID(1, 2);

    @TempDir
    private Path folder;

    private final Instant now = Clock.systemUTC().instant();
    private SigningKeyFiles files = SigningKeyFiles.at(Path.of("none"));
    private SigningKey first = SigningKey.generate();

    @BeforeEach
    void make() throws IOException {
        files = SigningKeyFiles.folderOrCreate(folder, now.minus(Duration.ofDays(90)));
        first = files.read(now).signing();
    }

    private void age(String like, Duration age) throws IOException {
        for (Path file : list()) {
            if (file.getFileName().toString().contains(like)) {
                Files.setLastModifiedTime(file, FileTime.from(now.minus(age)));
            }
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private String newest() throws IOException {
        List<Path> all = list();
        return all.get(all.size() - 1).getFileName().toString();
    }

    @Test
    void aNewKeyVerifiesAtOnceAndSignsWhenEveryNodeHasSeenIt() throws IOException {
        age("", Duration.ofDays(90));
        SigningKey second = files.rotate(now);
        age(newest(), Duration.ZERO);
        assertThat(files.read(now)).isEqualTo(new SigningKeys(List.of(first, second), first));
        assertThat(files.read(now.plus(SigningKeyFiles.SETTLED)))
                .isEqualTo(new SigningKeys(List.of(first, second), second));
        assertThat(SigningKeyFiles.folderOrCreate(folder, now).read(now).all()).containsExactly(first, second);
    }

    @Test
    void onlyKeysWithoutLivingTokensAreRemoved() throws IOException {
        SigningKey second = files.rotate(now);
        age("", Duration.ofMinutes(30));
        SigningKey third = files.rotate(now.plusSeconds(1));
        assertThat(files.read(now).all()).containsExactly(first, second, third);
        age("", SigningKeyFiles.OUTLIVED.plusSeconds(1));
        SigningKey fourth = files.rotate(now.plusSeconds(2));
        assertThat(files.read(now).all()).containsExactly(third, fourth);
        assertThat(Files.getPosixFilePermissions(list().get(0)))
                .as("its owner's alone")
                .hasSize(2);
    }

    @Test
    void whatCannotBeRotatedSaysWhy() throws IOException {
        Path one =
                Files.writeString(folder.resolve("zz.jwk"), first.privateJwk().encode());
        assertThatThrownBy(() -> SigningKeyFiles.at(one).rotate(now)).hasMessageContaining("is one file");
        assertThatThrownBy(() -> files.rotate(now)).hasMessageContaining("zz.jwk");
        Files.writeString(folder.resolve("zzz.pem"), "nothing");
        assertThatThrownBy(() -> files.read(now)).hasMessageContaining("zzz.pem");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> SigningKeyFiles.at(empty).read(now)).hasMessageContaining("holds 0 keys");
    }

    @Test
    void aRunningServerFollowsAndOldTokensStayGoodUntilTheirKeyIsGone() throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            Tokens tokens = Tokens.of(vertx, files.read(now), Clock.systemUTC());
            KeyWatch.start(vertx, files, tokens, Clock.systemUTC());
            String before = tokens.issue(SOMEBODY, SOMEBODY, SOMEBODY);
            SigningKey second = files.rotate(now);
            age("", SigningKeyFiles.SETTLED.plusSeconds(1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> tokens.jwks().encode().contains(second.kid()));
            assertThat(tokens.jwks().encode()).contains(first.kid());
            String after = tokens.issue(SOMEBODY, SOMEBODY, SOMEBODY);
            assertThat(await(tokens.verify(before)).account()).isEqualTo(SOMEBODY);
            assertThat(await(tokens.verify(after)).account()).isEqualTo(SOMEBODY);
            await(tokens.selfTest());
            Files.delete(list().get(0));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> tokens.verify(before).failed());
            assertThat(await(tokens.verify(after)).account()).isEqualTo(SOMEBODY);
            Files.writeString(folder.resolve("zz-broken.pem"), "nothing");
            assertThat(tokens.verify(after).succeeded())
                    .as("what cannot be read changes nothing")
                    .isTrue();
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
