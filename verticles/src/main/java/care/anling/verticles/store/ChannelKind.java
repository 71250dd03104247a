package care.anling.verticles.store;

/** By what means somebody is told. */
public enum ChannelKind {
    /** The feed of an open screen: everybody's, before all others, and kept nowhere. */
    FEED(0),
    PUSH(10),
    WEBHOOK(20),
    EMAIL(30);

    private final int stage;

    ChannelKind(int stage) {
        this.stage = stage;
    }

    /** Where it comes when nobody says otherwise. */
    public int stage() {
        return stage;
    }
}
