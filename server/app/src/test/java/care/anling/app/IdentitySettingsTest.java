package care.anling.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.app.config.Settings;
import care.anling.verticles.oidc.OidcConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentitySettingsTest {

    private static final Map<String, String> RIGHT = Map.of(
            "ANLING_IDENTITY_OIDC_ISSUER", "https://id.example/realms/city",
            "ANLING_IDENTITY_OIDC_NAME", "区统一登录",
            "ANLING_IDENTITY_OIDC_CLIENT_ID", "anling",
            "ANLING_IDENTITY_OIDC_CLIENT_SECRET", "s3cret",
            "ANLING_IDENTITY_OIDC_REDIRECT_URI", "https://anling.example/sign-in",
            "ANLING_IDENTITY_OIDC_CLAIM", "employee_number");

    private final List<String> problems = new ArrayList<>();

    private Optional<OidcConfig> read(Map<String, String> environment) {
        return IdentitySettings.oidc(
                Settings.load(Optional.empty(), environment).settings(), problems);
    }

    private Optional<OidcConfig> readWith(String key, String value) {
        Map<String, String> changed = new HashMap<>(RIGHT);
        changed.put("ANLING_IDENTITY_OIDC_" + key, value);
        return read(changed);
    }

    @Test
    void withoutAnIssuerThereIsNoProvider() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void aWholeProviderIsTakenAsItStands() {
        OidcConfig config = read(RIGHT).orElseThrow();
        assertThat(problems).isEmpty();
        assertThat(config.client().issuer()).isEqualTo("https://id.example/realms/city");
        assertThat(config.claim()).isEqualTo("employee_number");
        assertThat(config.secondStep()).isEqualTo(Set.of("mfa"));
        assertThat(config.toString()).doesNotContain("s3cret");
    }

    @Test
    void halfAProviderIsToldAllAtOnce() {
        assertThat(read(Map.of("ANLING_IDENTITY_OIDC_ISSUER", "http://id.example")))
                .isEmpty();
        assertThat(problems)
                .hasSize(5)
                .anyMatch(told -> told.startsWith("identity.oidc.issuer must be an https address"))
                .anyMatch(told -> told.startsWith("identity.oidc.redirect_uri must be"))
                .anyMatch(told -> told.startsWith("identity.oidc.client_id is missing"))
                .anyMatch(told -> told.startsWith("identity.oidc.name is missing"))
                .anyMatch(told -> told.startsWith("identity.oidc.claim is missing"));
        problems.clear();
        assertThat(read(Map.of("ANLING_IDENTITY_OIDC_CLIENT_ID", "anling"))).isEmpty();
        assertThat(problems).containsExactly("identity.oidc.client_id needs identity.oidc.issuer");
    }

    @Test
    void whatCouldBeReadOrChangedOnTheWayIsRefused() {
        for (String issuer : List.of(
                "id.example",
                "http://id.example",
                "https://",
                "https://a@id.example",
                "ftp://x",
                "https://id.example/?a=b",
                "https://id.example/#a",
                "http://127.0.0.1.evil.example")) {
            problems.clear();
            assertThat(readWith("ISSUER", issuer)).as(issuer).isEmpty();
            assertThat(problems).as(issuer).hasSize(1);
        }
        for (String page : List.of("http://anling.example/sign-in", "https://anling.example/", "/sign-in")) {
            problems.clear();
            assertThat(readWith("REDIRECT_URI", page)).as(page).isEmpty();
            assertThat(problems).as(page).hasSize(1);
        }
        problems.clear();
        assertThat(readWith("SCOPE", "profile")).isEmpty();
        assertThat(problems).hasSize(1);
        assertThat(readWith("ISSUER", "http://127.0.0.1:9000")).isPresent();
    }
}
