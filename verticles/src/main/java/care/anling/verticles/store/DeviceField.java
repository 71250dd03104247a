package care.anling.verticles.store;

/** What people write down of a device: its name in the contract and its column. */
public enum DeviceField {
    COMMUNITY("community", "community"),
    MODEL("model", "model"),
    RESIDENT("resident", "resident"),
    BUILDING("building", "building"),
    PLACE_LABEL("placeLabel", "place_label"),
    ADDRESS("address", "address"),
    GATEWAY("gateway", "gateway"),
    NOTE("note", "note"),
    HEARTBEAT_SECONDS("heartbeatSeconds", "heartbeat_seconds");

    private final String word;
    private final String column;

    DeviceField(String word, String column) {
        this.word = word;
        this.column = column;
    }

    public String word() {
        return word;
    }

    String column() {
        return column;
    }

    /** Whether its value is the id of something. */
    public boolean isId() {
        return this == COMMUNITY || this == RESIDENT || this == BUILDING || this == GATEWAY;
    }
}
