package care.anling.counterexample.verticles.triage;

import io.github.bucket4j.Bucket;

public class LimitsEmergencies {
    boolean admit(Bucket bucket) {
        return bucket.tryConsume(1);
    }
}
