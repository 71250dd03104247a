package care.anling.testkit.sim;

/** What may go wrong with one trip to the database. */
enum Mishap {
    /** Never arrives: nothing happens, and the node waits for an answer until it gives up. */
    LOST,
    /** The database rolls back and says so: a deadlock, a shutdown, a lock waited for too long. */
    ABORTED,
    /** It happens, and the connection breaks before the answer: committed or not, the node cannot know. */
    ANSWER_LOST,
    /** It happens long after the node gave up on it. */
    FROZEN
}
