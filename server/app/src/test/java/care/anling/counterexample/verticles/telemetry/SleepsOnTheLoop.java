package care.anling.counterexample.verticles.telemetry;

import java.util.concurrent.CountDownLatch;

public class SleepsOnTheLoop {
    void pause() throws InterruptedException {
        Thread.sleep(1);
    }

    boolean ready(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return true;
    }
}
