package care.anling.counterexample.core;

import org.slf4j.LoggerFactory;

public class LogsWhatItDecides {
    void decide() {
        LoggerFactory.getLogger("core").info("decided");
    }
}
