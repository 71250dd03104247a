package care.anling.testkit.sim;

import care.anling.core.device.SignalKind;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.IntakeStore;
import care.anling.verticles.store.IntakeView;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.StoreFailure;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Refuses for good what a database refuses for good: a signal no column takes, and with it the whole batch. */
final class PoisonedIntake implements IntakeStore {

    private final World world;
    private final IntakeStore store;

    PoisonedIntake(World world, IntakeStore store) {
        this.world = world;
        this.store = store;
    }

    @Override
    public Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        boolean poisoned = batch.stream().anyMatch(this::isPoison);
        if (poisoned) {
            world.coverage().saw("intake", batch.size() == 1 ? "poison alone" : "poison in a batch");
            return Future.failedFuture(
                    new StoreFailure(StoreFailure.Kind.PERMANENT, "22P05", "database said 22P05 signals"));
        }
        return store.land(batch, fold);
    }

    private boolean isPoison(Arrival arrival) {
        return arrival.signal().kind() != SignalKind.UNDECODABLE
                && world.watcher()
                        .findPress(arrival.signal().id())
                        .filter(Press::isPoison)
                        .isPresent();
    }

    @Override
    public Future<Void> stayReady() {
        return store.stayReady();
    }

    @Override
    public Future<Void> quarantine(Arrival arrival, String whyItFailed) {
        return store.quarantine(arrival, whyItFailed);
    }
}
