package care.anling.counterexample.verticles.api;

import io.vertx.sqlclient.Pool;

public class SpeaksSql {
    Object ask(Pool pool) {
        return pool.query("select 1");
    }
}
