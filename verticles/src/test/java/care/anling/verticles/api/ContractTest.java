package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The published contract lists exactly what exists; {@link Contract} holds each answer of the other tests against it. */
class ContractTest {

    @Test
    void theContractListsEveryRouteAndNoOther() {
        try (ApiHouse house = new ApiHouse()) {
            Set<String> mounted = house.router().getRoutes().stream()
                    .filter(route -> route.getPath() != null && route.methods() != null)
                    .filter(route ->
                            !route.getPath().endsWith("/") && !route.getPath().endsWith("/*"))
                    .flatMap(route -> route.methods().stream()
                            .map(method ->
                                    method.name() + " " + route.getPath().replaceAll(":id|\\(\\?<id>[^)]*\\)", "{id}")))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(mounted).isEqualTo(Contract.operations());
        }
    }
}
