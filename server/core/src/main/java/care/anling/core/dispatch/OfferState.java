package care.anling.core.dispatch;

/** The life of an offer: one PENDING, then exactly one of the others, for ever. */
public enum OfferState {
    PENDING,
    ACCEPTED,
    DECLINED,
    LAPSED,
    WITHDRAWN
}
