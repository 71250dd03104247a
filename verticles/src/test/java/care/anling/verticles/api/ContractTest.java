package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.verticles.contract.OpenApi;
import io.vertx.ext.web.Router;
import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The published contract and the code that answers are one thing; {@link Contract} holds each answer of a test against it. */
class ContractTest {

    /** A house opens only when every operation has its code and all code its operation. */
    @Test
    void everyOperationIsAnsweredAndNothingElse() {
        try (ApiHouse house = new ApiHouse()) {
            Operations none = new Operations(OpenApi.read(), null, null, 1);
            assertThatThrownBy(() -> none.mount(Router.router(house.vertx)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nobody answers")
                    .hasMessageContaining("standDown");
            Operations more = new Operations(OpenApi.read(), null, null, 1);
            more.on("sing", call -> null);
            assertThatThrownBy(() -> more.mount(Router.router(house.vertx))).hasMessageContaining("can ask [sing]");
            assertThatThrownBy(() -> more.on("sing", call -> null)).hasMessageContaining("two answer");
        }
    }

    @Test
    void theReadablePageShowsEverythingAndLoadsNothingElse() throws Exception {
        try (ApiHouse house = new ApiHouse()) {
            ApiHouse.Reply page = house.get("", "/docs");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.raw()
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElse(""))
                    .contains("default-src 'none'");
            var document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page.body())));
            Set<String> ids = new HashSet<>();
            NodeList all = document.getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                Element element = (Element) all.item(i);
                assertThat(element.getTagName()).isNotIn("script", "style", "img", "iframe");
                assertThat(element.getAttribute("style")).isEmpty();
                assertThat(element.getAttribute("href")).matches("(/[a-z.]*|#[A-Za-z0-9-]+)?");
                ids.add(element.getAttribute("id"));
            }
            for (int i = 0; i < all.getLength(); i++) {
                String href = ((Element) all.item(i)).getAttribute("href");
                assertThat(href.startsWith("#") ? ids : Set.of(href.replace("#", "")))
                        .contains(href.replace("#", ""));
            }
            OpenApi.read().operations().forEach(operation -> assertThat(ids).contains(operation.id()));
            assertThat(house.get("", "/docs.css")
                            .raw()
                            .headers()
                            .firstValue("Content-Type")
                            .orElse(""))
                    .startsWith("text/css");
        }
    }
}
