package care.anling.verticles.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataKeySourceTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path file(String text) throws Exception {
        Path file = folder.resolve("keys");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.setLastModifiedTime(file, FileTime.from(NOW));
        return file;
    }

    @Test
    void theLastLineSealsOnceEveryNodeHasSeenIt() throws Exception {
        DataKeySource source =
                DataKeySource.at(file("# ours\n" + TestVault.line("a") + " # first\n\n" + TestVault.line("b") + "\n"));
        assertThat(source.read(NOW.plusSeconds(9)).sealing().id()).isEqualTo("a");
        assertThat(source.read(NOW.plusSeconds(9)).all()).hasSize(2);
        assertThat(source.read(NOW.plusSeconds(10)).sealing().id()).isEqualTo("b");
        assertThat(DataKeySource.at(file(TestVault.line("a")))
                        .read(NOW)
                        .sealing()
                        .id())
                .isEqualTo("a");
        String text = TestVault.line("a") + "," + TestVault.line("b");
        assertThat(DataKeySource.of(text).read(NOW).sealing().id()).isEqualTo("b");
    }

    @Test
    void aNewKeyComesLastAndTheFileStaysItsOwners() throws Exception {
        Path path = folder.resolve("fresh");
        DataKeySource source = DataKeySource.fileOrCreate(path, NOW);
        String first = source.read(NOW).sealing().id();
        DataKey added = source.add(NOW);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(source.read(Instant.now().plusSeconds(60)).sealing()).isEqualTo(added);
        assertThat(source.read(Instant.now().plusSeconds(60)).all())
                .extracting(DataKey::id)
                .containsExactly(first, added.id());
        assertThat(DataKeySource.fileOrCreate(path, NOW).read(NOW).all()).hasSize(2);
        assertThatThrownBy(() -> DataKeySource.of(TestVault.line("a")).add(NOW)).hasMessageContaining("not in a file");
    }

    @Test
    void whatIsNoKeyIsToldByItsLineAndNotByItsContent() {
        for (String text :
                new String[] {"", "# none", "a " + "A".repeat(20), "a b c", "bad/name " + "A".repeat(43) + "="}) {
            assertThatThrownBy(() -> DataKeySource.of(text).read(NOW))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("AAAA");
        }
        String twice = TestVault.line("a") + "\n" + TestVault.line("a");
        assertThatThrownBy(() -> DataKeySource.of(twice).read(NOW)).hasMessageContaining("two keys are named “a”");
        assertThatThrownBy(() -> DataKeySource.of(TestVault.line("a") + "\nx").read(NOW))
                .hasMessageContaining("line 2");
    }

    @Test
    void aFileOthersMayReadIsRefused() throws Exception {
        Path path = file(TestVault.line("a"));
        for (String open : new String[] {"rw----r--", "rw--w----", "rw-r--r--"}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> DataKeySource.at(path).read(NOW)).as(open).hasMessageContaining("chmod 600");
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r-----"));
        assertThat(DataKeySource.at(path).read(NOW).all()).hasSize(1);
    }
}
