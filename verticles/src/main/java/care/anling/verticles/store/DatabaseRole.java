package care.anling.verticles.store;

/** Who logs in to the database, each with the least rights its work needs. */
public enum DatabaseRole {
    /** Owns the schema: migrations and the loading of the demo, never serving. */
    OWNER("anling_owner"),
    INTAKE("anling_intake"),
    ENGINE("anling_engine"),
    FEED("anling_feed"),
    API("anling_api");

    private final String login;

    DatabaseRole(String login) {
        this.login = login;
    }

    public String login() {
        return login;
    }
}
