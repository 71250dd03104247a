package care.anling.verticles.live;

/** What the feed counts; an interface so that nothing here knows how figures are shown. */
public interface FeedFigures {

    void opened();

    void gone();

    void closed(int code);

    FeedFigures NONE = new FeedFigures() {
        @Override
        public void opened() {}

        @Override
        public void gone() {}

        @Override
        public void closed(int code) {}
    };
}
