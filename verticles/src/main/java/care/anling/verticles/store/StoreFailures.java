package care.anling.verticles.store;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** The one place where a failure of the database becomes ours: may the same thing be tried again? */
final class StoreFailures {

    /**
     * Constraints that only a race can break: somebody else opened the incident, took the role or stored the key a moment
     * ago. Looking again shows it.
     */
    private static final Set<String> RACES = Set.of(
            "one_open_incident_per_subject",
            "one_holder_per_role_and_slot",
            "incidents_pkey",
            "deadlines_pkey",
            "one_call_per_message");

    private StoreFailures() {}

    static StoreFailure of(Throwable failure) {
        if (failure instanceof StoreFailure known) {
            return known;
        }
        if (failure instanceof PgException pg) {
            String state = Objects.requireNonNullElse(pg.getSqlState(), "");
            StoreFailure.Kind kind =
                    isTransient(state) || isRace(pg) ? StoreFailure.Kind.TRANSIENT : StoreFailure.Kind.PERMANENT;
            // Never the detail: it quotes the row.
            return new StoreFailure(kind, state, "database said " + state + " " + constraint(pg));
        }
        if ((failure instanceof VertxException && !isRefusedByTheClient(failure))
                || failure instanceof IOException
                || failure instanceof TimeoutException) {
            // Closed connection, refused connection, full queue, no answer in time: nothing about what was asked.
            return new StoreFailure(StoreFailure.Kind.TRANSIENT, "", "database not reached: " + failure.getMessage());
        }
        return new StoreFailure(
                StoreFailure.Kind.PERMANENT, "", failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    /** A parameter the client could not encode never will be: an error of ours, or a value no column takes. */
    private static boolean isRefusedByTheClient(Throwable failure) {
        return String.valueOf(failure.getMessage()).startsWith("Parameter");
    }

    private static boolean isTransient(String state) {
        return state.startsWith("08") // connection
                || state.startsWith("40") // rolled back: deadlock, serialization
                || state.startsWith("53") // out of something
                || state.startsWith("57P0") // shut down, crashed, starting
                || state.equals("57014") // statement_timeout
                || state.equals("55P03") // lock_timeout
                || state.equals("25P03") // idle_in_transaction_session_timeout
                || state.equals("25P04") // transaction_timeout
                || state.equals("25006"); // read-only: a standby that has not been promoted yet
    }

    private static boolean isRace(PgException pg) {
        return RACES.contains(Objects.requireNonNullElse(pg.getConstraint(), ""))
                || ("23502".equals(pg.getSqlState()) && "signal_keys".equals(pg.getTable()));
    }

    private static String constraint(PgException pg) {
        return Objects.requireNonNullElse(pg.getConstraint() != null ? pg.getConstraint() : pg.getTable(), "");
    }
}
