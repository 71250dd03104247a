package care.anling.counterexample.verticles.triage;

import care.anling.counterexample.verticles.mqtt.ImportsTriage;

public class ImportsMqttBack {
    Object connection() {
        return new ImportsTriage();
    }
}
