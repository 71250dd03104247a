package care.anling.app.config;

import java.util.Locale;

/** Every setting there is: its path in the YAML file, its default, and what it means. Nothing else is read. */
public enum Key {
    HTTP_HOST("http.host", "0.0.0.0", Kind.TEXT, "address the console, the REST API and the feed listen on"),
    HTTP_PORT("http.port", "8080", Kind.PORT, "0 means any free port, printed at start"),
    HTTP_ALLOWED_ORIGINS("http.allowed_origins", "", Kind.TEXT, "further browser origins, comma-separated"),
    HTTP_TRUSTED_PROXIES(
            "http.trusted_proxies",
            "",
            Kind.TEXT,
            "addresses or networks (CIDR), comma-separated, of the proxies whose word about the caller's address counts"),
    HTTP_FORWARDED_HEADER(
            "http.forwarded_header",
            "X-Forwarded-For",
            Kind.TEXT,
            "the header they write it into: X-Forwarded-For or Forwarded"),
    HTTP_PLAIN("http.plain", "true", Kind.FLAG, "false: only HTTPS, nothing on http.port"),
    HTTP_TLS_PORT("http.tls.port", "8443", Kind.PORT, "HTTPS, when there is a certificate; 0 means any free port"),
    HTTP_TLS_CERTIFICATE_FILE(
            "http.tls.certificate_file", "", Kind.TEXT, "PEM chain; read again when it changes; without it no HTTPS"),
    HTTP_TLS_KEY_FILE("http.tls.key_file", "", Kind.TEXT, "its private key (PEM, PKCS#8), not readable by everybody"),
    MQTT_PLAIN("mqtt.plain", "true", Kind.FLAG, "false: only MQTT over TLS, nothing on mqtt.port"),
    MQTT_TLS_PORT("mqtt.tls.port", "8883", Kind.PORT, "MQTT over TLS; 0 means any free port"),
    MQTT_TLS_CERTIFICATE_FILE("mqtt.tls.certificate_file", "", Kind.TEXT, "likewise; without it no MQTT over TLS"),
    MQTT_TLS_KEY_FILE("mqtt.tls.key_file", "", Kind.TEXT, "likewise"),
    MQTT_TLS_CLIENT_AUTHORITY_FILE(
            "mqtt.tls.client_authority_file",
            "",
            Kind.TEXT,
            "PEM of the authority that signs device certificates, whose CN is the device's id"),
    MQTT_TLS_REVOCATION_LIST_FILE(
            "mqtt.tls.revocation_list_file",
            "",
            Kind.TEXT,
            "that authority's list of certificates taken back (CRL); read again when it changes"),
    MQTT_HOST("mqtt.host", "0.0.0.0", Kind.TEXT, "address devices connect to"),
    MQTT_PORT("mqtt.port", "1883", Kind.PORT, "plain MQTT; 0 means any free port"),
    MQTT_MAX_CONNECTIONS("mqtt.max_connections", "50000", Kind.COUNT, "devices connected to this node at once"),
    MQTT_TIME_ZONE("mqtt.device_time_zone", "Asia/Shanghai", Kind.ZONE, "zone of device clocks that name none"),
    MANAGEMENT_HOST("management.host", "127.0.0.1", Kind.TEXT, "address of health and metrics; keep it private"),
    MANAGEMENT_PORT("management.port", "8090", Kind.PORT, "0 means any free port"),
    DATABASE_URL("database.url", "", Kind.SECRET, "postgresql://owner:password@host:port/database"),
    DATABASE_INTAKE_PASSWORD("database.intake_password", "", Kind.SECRET, "of the login role anling_intake"),
    DATABASE_ENGINE_PASSWORD("database.engine_password", "", Kind.SECRET, "of the login role anling_engine"),
    DATABASE_FEED_PASSWORD("database.feed_password", "", Kind.SECRET, "of the login role anling_feed"),
    DATABASE_API_PASSWORD("database.api_password", "", Kind.SECRET, "of the login role anling_api"),
    SECURITY_PEPPER(
            "security.pepper",
            "",
            Kind.SECRET,
            "at least 32 random bytes in base64; device secrets are stored under it"),
    IDENTITY_TOTP(
            "identity.totp",
            "required",
            Kind.TEXT,
            "required or optional: whether coordinators and administrators sign in with a second step"),
    IDENTITY_OIDC_ISSUER(
            "identity.oidc.issuer",
            "",
            Kind.TEXT,
            "address of the OpenID provider people may sign in through, as its discovery names it; without it none"),
    IDENTITY_OIDC_NAME("identity.oidc.name", "", Kind.TEXT, "as people know it, for the button on the sign-in page"),
    IDENTITY_OIDC_CLIENT_ID("identity.oidc.client_id", "", Kind.TEXT, "as which this server is registered there"),
    IDENTITY_OIDC_CLIENT_SECRET("identity.oidc.client_secret", "", Kind.SECRET, "likewise; none for a public client"),
    IDENTITY_OIDC_REDIRECT_URI(
            "identity.oidc.redirect_uri",
            "",
            Kind.TEXT,
            "this server's sign-in page as browsers reach it, as registered there: https://…/sign-in"),
    IDENTITY_OIDC_CLAIM(
            "identity.oidc.claim",
            "",
            Kind.TEXT,
            "claim of the ID token that is the account's user name here; one that nobody can change themselves"),
    IDENTITY_OIDC_SCOPE("identity.oidc.scope", "openid profile", Kind.TEXT, "what is asked of the provider"),
    IDENTITY_OIDC_SECOND_STEP(
            "identity.oidc.second_step",
            "mfa",
            Kind.TEXT,
            "values of amr or acr, comma-separated, by which the provider says that a second step was shown to it"),
    SECURITY_SIGNING_KEY_FILE(
            "security.signing_key_file",
            "",
            Kind.TEXT,
            "file with the ES256 private key (PEM, PKCS#8) that signs tokens, or a folder of them: the last name signs"),
    SECURITY_DATA_KEY_FILE(
            "security.data_key_file",
            "",
            Kind.TEXT,
            "file with the keys that seal clinical texts and telephone numbers, a line each: a name and 32 bytes in base64"),
    SECURITY_DATA_KEYS(
            "security.data_keys", "", Kind.SECRET, "the same as a text, with commas for line ends, instead of a file"),
    CHANNELS_PUSH_KEY_FILE(
            "channels.push.key_file",
            "",
            Kind.TEXT,
            "file with the P-256 private key (PEM, PKCS#8, or JWK) that browsers subscribe for; without it no web push"),
    CHANNELS_PUSH_SUBJECT(
            "channels.push.subject",
            "mailto:admin@localhost",
            Kind.TEXT,
            "whom a push service may ask about us: mailto:… or https://…"),
    CHANNELS_PUSH_TEST_SERVICES(
            "channels.push.test_services",
            "false",
            Kind.FLAG,
            "lets push services be on this machine and speak plain HTTP; for tests alone"),
    CHANNELS_EMAIL_HOST("channels.email.host", "", Kind.TEXT, "SMTP server; without it no e-mail"),
    CHANNELS_EMAIL_PORT("channels.email.port", "587", Kind.PORT, "of the SMTP server"),
    CHANNELS_EMAIL_SECURITY("channels.email.security", "starttls", Kind.TEXT, "none, starttls or tls"),
    CHANNELS_EMAIL_USERNAME("channels.email.username", "", Kind.TEXT, "with which we sign in there, if it asks"),
    CHANNELS_EMAIL_PASSWORD("channels.email.password", "", Kind.SECRET, "likewise"),
    CHANNELS_EMAIL_FROM("channels.email.from", "", Kind.TEXT, "the sender's address"),
    WATCH_ENABLED("watch.enabled", "true", Kind.FLAG, "watches over Anling itself; off only if something else watches"),
    WATCH_CANARY("watch.canary", "true", Kind.FLAG, "a synthetic drill through this node's MQTT port, again and again"),
    WATCH_CANARY_SECONDS("watch.canary_seconds", "60", Kind.COUNT, "time between two of them"),
    WATCH_HEARTBEAT_URL(
            "watch.heartbeat_url",
            "",
            Kind.SECRET,
            "asked with GET while everything is well; without it nobody outside notices our silence"),
    WATCH_HEARTBEAT_SECONDS("watch.heartbeat_seconds", "60", Kind.COUNT, "time between two of them"),
    MAP_PLAN_FILE("map.plan_file", "", Kind.TEXT, "GeoJSON plan of the area, drawn under the console's map"),
    MAP_TILES_FILE("map.tiles.file", "", Kind.TEXT, "PMTiles archive drawn under the plan; nothing leaves this server"),
    MAP_TILES_URL(
            "map.tiles.url",
            "",
            Kind.TEXT,
            "or a tile service (https://…/{z}/{x}/{y}.png, …pmtiles), which every desk's browser then asks"),
    MAP_TILES_KIND("map.tiles.kind", "raster", Kind.TEXT, "raster, or vector (the Protomaps schema)"),
    MAP_TILES_CRS("map.tiles.crs", "WGS84", Kind.TEXT, "WGS84, or GCJ02: what map services in mainland China draw in"),
    MAP_TILES_MAX_ZOOM("map.tiles.max_zoom", "18", Kind.COUNT, "the closest the service draws"),
    MAP_TILES_ATTRIBUTION("map.tiles.attribution", "", Kind.TEXT, "whose map it is, as they ask to be named");

    /** What a value must look like. */
    enum Kind {
        TEXT,
        PORT,
        COUNT,
        ZONE,
        FLAG,
        SECRET
    }

    private final String path;
    private final String byDefault;
    private final Kind kind;
    private final String meaning;

    Key(String path, String byDefault, Kind kind, String meaning) {
        this.path = path;
        this.byDefault = byDefault;
        this.kind = kind;
        this.meaning = meaning;
    }

    public String path() {
        return path;
    }

    public String byDefault() {
        return byDefault;
    }

    public String meaning() {
        return meaning;
    }

    Kind kind() {
        return kind;
    }

    /** {@code mqtt.port} → {@code ANLING_MQTT_PORT}. */
    public String variable() {
        return "ANLING_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
