package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.verticles.oidc.SmallProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A coordinator comes in through the district's own sign-in, in a real browser. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProviderStoryTest {

    @Test
    void theButtonLeadsThereAndBackToTheConsole() throws IOException, InterruptedException {
        int port = freePort();
        try (SmallProvider provider = new SmallProvider();
                AnlingProcess server = AnlingProcess.prepare("provider")
                        .with("ANLING_HTTP_PORT", Integer.toString(port))
                        .with("ANLING_IDENTITY_OIDC_ISSUER", provider.issuer())
                        .with("ANLING_IDENTITY_OIDC_NAME", "安宁区统一身份认证")
                        .with("ANLING_IDENTITY_OIDC_CLIENT_ID", SmallProvider.CLIENT)
                        .with("ANLING_IDENTITY_OIDC_CLIENT_SECRET", SmallProvider.SECRET)
                        .with("ANLING_IDENTITY_OIDC_REDIRECT_URI", "http://127.0.0.1:" + port + "/sign-in")
                        .with("ANLING_IDENTITY_OIDC_CLAIM", "employee")
                        .start()) {
            DemoTown town = new DemoTown(server);
            provider.claims = claims -> claims.put("employee", "nobody.we.know");
            try (Screen screen = Screen.withoutWebGl().resize(1366, 768)) {
                screen.page().navigate(town.http().toString());
                screen.see("sign-in-provider");
                screen.photograph("sign-in-provider-1366");
                screen.resize(390, 844).photograph("sign-in-provider-390");
                screen.resize(1366, 768).see("sign-in-provider").click();
                screen.read("sign-in-failure", "没有可用的账号");
                assertThat(screen.page().url())
                        .as("nothing of the answer stays")
                        .doesNotContain("code=");
                screen.photograph("sign-in-provider-stranger");

                provider.claims = claims -> claims.put("employee", "desk.street");
                screen.see("sign-in-provider").click();
                screen.live();
                assertThat(screen.page().url()).endsWith("/console").doesNotContain("code=");
                assertThat(screen.page().getByTestId("who-am-i").textContent())
                        .contains(town.account("desk.street").get("name").asText(""));

                screen.page().evaluate("() => sessionStorage.clear()");
                String dead = "/sign-in?code=stolen&state=elsewhere";
                screen.page().navigate(town.http().resolve(dead).toString());
                screen.read("sign-in-failure", "登录没有完成");
                assertThat(screen.errors()).isEmpty();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
