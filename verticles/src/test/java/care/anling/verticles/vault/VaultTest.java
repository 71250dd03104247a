package care.anling.verticles.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final String TEXT = "青霉素 penicillin";
    private static final Cell HERE = new Cell("residents.allergies", "r1");

    private final Vault vault = TestVault.open();

    @Test
    void whatIsSealedOpensWhereItLies() {
        String sealed = vault.seal(HERE, TEXT);
        assertThat(sealed).matches("s1\\.test\\.[A-Za-z0-9_-]+").doesNotContain("penicillin");
        assertThat(vault.open(HERE, sealed)).isEqualTo(TEXT);
        assertThat(vault.open(HERE, vault.seal(HERE, ""))).isEmpty();
    }

    @Test
    void theSameTextNeverLooksTheSame() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(vault.seal(HERE, TEXT));
        }
        assertThat(seen).hasSize(1000);
    }

    @Test
    void movedElsewhereItDoesNotOpenAndTheFailureSaysNothingOfIt() {
        String sealed = vault.seal(HERE, TEXT);
        for (Cell elsewhere : new Cell[] {
            new Cell("residents.allergies", "r2"),
            new Cell("residents.conditions", "r1"),
            new Cell("contacts.phone", "r1")
        }) {
            assertThatThrownBy(() -> vault.open(elsewhere, sealed))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessage(elsewhere + " does not open: it was changed, or belongs elsewhere");
        }
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String sealed = vault.seal(HERE, TEXT);
        int body = sealed.lastIndexOf('.') + 1;
        for (int i = body; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'Q' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThatThrownBy(() -> vault.open(HERE, changed))
                    .as("character " + i)
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageNotContaining("penicillin");
        }
    }

    @Test
    void whatWasNeverSealedIsRefused() {
        for (String text :
                new String[] {"", TEXT, "s1.", "s1.test", "s1.test.", "s1.test.!!", "s1.test.AAAA", "s2.test.AAAA"}) {
            assertThatThrownBy(() -> vault.open(HERE, text)).as(text).isInstanceOf(VaultFailure.class);
        }
    }

    @Test
    void anotherKeyOpensNothingEvenUnderTheSameName() {
        String sealed = vault.seal(HERE, TEXT);
        Vault without = new Vault(TestVault.keys("other"));
        assertThatThrownBy(() -> without.open(HERE, sealed)).hasMessageContaining("its key is not here");
        String same = sealed.replace("s1.test.", "s1.other.");
        assertThatThrownBy(() -> without.open(HERE, same)).hasMessageContaining("it was changed");
    }

    @Test
    void oldKeysOpenAndTheNewestSeals() {
        String old = vault.seal(HERE, TEXT);
        vault.use(TestVault.keys("test", "newer"));
        assertThat(vault.open(HERE, old)).isEqualTo(TEXT);
        assertThat(vault.seal(HERE, TEXT)).startsWith("s1.newer.");
        assertThat(vault.toString() + vault.keys())
                .doesNotContain(TestVault.line("newer").substring(6, 20));
    }

    @Test
    void aHashFindsUnderEveryKeyAndTellsColumnsApart() {
        byte[] old = vault.hash("residents.phone", "+8613800000001");
        assertThat(vault.hash("contacts.phone", "+8613800000001")).isNotEqualTo(old);
        assertThat(vault.hash("residents.phone", "+8613800000002")).isNotEqualTo(old);
        vault.use(TestVault.keys("test", "newer"));
        assertThat(vault.hash("residents.phone", "+8613800000001")).isNotEqualTo(old);
        assertThat(Arrays.stream(vault.hashes("residents.phone", "+8613800000001")))
                .containsExactly(old, vault.hash("residents.phone", "+8613800000001"));
    }
}
