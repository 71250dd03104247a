package care.anling.verticles.store;

import care.anling.verticles.vault.SealedTable;

/** What of a resident can be written down: its name in the contract and its column. */
public enum ResidentField {
    EXTERNAL_ID("externalId", "external_id", false),
    NAME("name", "name", false),
    PINYIN("pinyin", "pinyin", false),
    SEX("sex", "sex", false),
    BIRTH_DATE("birthDate", "birth_date", false),
    PHONE("phone", "phone", false),
    LIVING_SITUATION("livingSituation", "living_situation", false),
    LIVES_ALONE("livesAlone", "lives_alone", false),
    LANGUAGE("language", "language", false),
    AWAY("away", "away", false),
    BUILDING("building", "building", false),
    UNIT("unit", "unit", false),
    FLOOR("floor", "floor", false),
    ROOM("room", "room", false),
    KEY_BOX("keyBox", "key_box", false),
    LAT("lat", "lat", false),
    LON("lon", "lon", false),
    CONDITIONS("conditions", "conditions", true),
    MEDICATIONS("medications", "medications", true),
    ALLERGIES("allergies", "allergies", true),
    BLOOD_TYPE("bloodType", "blood_type", true),
    FRAILTY("frailty", "frailty", true),
    OXYGEN_THERAPY("oxygenTherapy", "oxygen_therapy", true),
    SPO2_SCALE2("spo2Scale2", "spo2_scale2", true),
    NOTES("notes", "clinical_notes", true);

    private final String word;
    private final String column;
    private final boolean health;

    ResidentField(String word, String column, boolean health) {
        this.word = word;
        this.column = column;
        this.health = health;
    }

    public String word() {
        return word;
    }

    String column() {
        return column;
    }

    /** Reading or writing it is recorded. */
    public boolean isHealth() {
        return health;
    }

    boolean isSealed() {
        return SealedTable.RESIDENTS.columns().contains(column);
    }
}
