package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.verticles.contract.OpenApi;
import io.vertx.ext.web.Router;
import org.junit.jupiter.api.Test;

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
}
