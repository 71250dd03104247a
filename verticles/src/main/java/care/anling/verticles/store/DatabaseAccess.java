package care.anling.verticles.store;

import java.util.Map;

/** Where the database is and how each role signs in to it. */
public record DatabaseAccess(String host, int port, String database, Map<DatabaseRole, Credentials> credentials) {

    public DatabaseAccess {
        credentials = Map.copyOf(credentials);
    }

    public Credentials of(DatabaseRole role) {
        Credentials found = credentials.get(role);
        if (found == null) {
            throw new IllegalArgumentException("no credentials for the database role " + role.login());
        }
        return found;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** A user name and a password that does not end in a log. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }
}
