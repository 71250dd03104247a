package care.anling.verticles.live;

/** The line to one screen. On the feed's event loop only. */
public interface Wire {

    /** Whom to tell what comes over the line; once, before anything does. */
    void listen(Ear ear);

    /** Whether what was written last still waits to leave. */
    boolean isFull();

    void write(String frame);

    void close(short code, String why);

    /** What the other end does. */
    interface Ear {

        void onText(String text);

        /** Something other than a text frame. */
        void onOther();

        /** There is room again. */
        void onDrained();

        void onGone();
    }
}
